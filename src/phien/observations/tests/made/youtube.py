"""YouTube Studio's ZIP file."""

from phien.observations.tests.made.files import Made, Rows, commas, packed

YOUTUBE = (
    *("Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)", "Subscribers"),
    *("Average view duration", "Average percentage viewed (%)", "Impressions", "Impressions click-through rate (%)"),
)


def youtube(rows: Rows = (), *, name: str = "Content 2026-08-01_2026-10-31 Chợ phiên.zip") -> Made:
    rows = rows or (
        ("Total", "", "", "", "5100", "61.5", "12", "0:00:43", "41.2", "40000", "4.1"),
        ("dQw4w9WgXcQ", "Hội #LangSon", "Aug 3, 2026", "95", "5000", "60.5", "12", "0:00:44", "41.9", "39000", "4.2"),
        ("aaaaaaaaaa1", "Cũ", "Oct 3, 2025", "200", "100", "1", "0", "0:00:36", "18", "1000", "1.5"),
    )
    table = commas((YOUTUBE, *rows), encoding="utf-8", quoted=False)
    chart = commas((("Date", "Views"), ("2026-08-03", "5")), encoding="utf-8", quoted=False)
    return Made(name, packed({"Table data.csv": table, "Chart data.csv": chart, "Totals.csv": chart}))
