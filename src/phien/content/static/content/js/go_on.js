// A list that is half taken in goes on by itself: each press of the form takes in the next rows.
const form = document.querySelector("form[data-go-on]");
if (form) form.requestSubmit();
