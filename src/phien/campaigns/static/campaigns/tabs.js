// On a narrow screen the row of tabs scrolls: bring the open one into view.
document.querySelector(".desk-head .tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
