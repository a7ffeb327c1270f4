from datetime import UTC, datetime, timedelta

import pytest

from phien.evidence.classification import EVENTS_A_MINUTE, HEARTBEATS_A_MINUTE, RULE_VERSION, reason_of

NOON = datetime(2026, 7, 31, 5, 0, tzinfo=UTC)

AGENTS = [
    ("", "empty_agent"),
    ("   ", "empty_agent"),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "bot"),
    ("Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)", "bot"),
    ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "bot"),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)", "bot"),
    ("Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko; compatible; Bytespider)", "bot"),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 "
     "Safari/537.36", "bot"),
    ("curl/8.5.0", "bot"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
     "musical_ly_34.1.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/vi Region/VN", ""),
    ("Mozilla/5.0 (Linux; Android 13; CPH2387 Build/TP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
     "Chrome/126.0.0.0 Mobile Safari/537.36 Zalo android/24060592 ZaloTheme/light ZaloLanguage/vi", ""),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F90 "
     "[FBAN/FBIOS;FBAV/470.0.0.38.109;FBBV/611111;FBDV/iPhone14,5;FBLC/vi_VN;FBOP/5]", ""),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/126.0.222 "
     "Chrome/120.0.6099.222 Safari/537.36", ""),
]  # fmt: skip


@pytest.mark.parametrize(("user_agent", "reason"), AGENTS)
def test_agents(user_agent: str, reason: str) -> None:
    assert reason_of(kind="page", user_agent=user_agent, visitor="v", at=NOON) == reason


def test_staff_do_not_count(agent: str) -> None:
    assert reason_of(kind="page", user_agent=agent, visitor="v", is_staff=True, at=NOON) == "own_staff"


def test_more_events_a_minute_than_a_person_makes(agent: str) -> None:
    reasons = [reason_of(kind="page", user_agent=agent, visitor="v", at=NOON) for _ in range(EVENTS_A_MINUTE + 1)]
    assert set(reasons[:-1]) == {""}
    assert reasons[-1] == "too_fast"
    assert reason_of(kind="page", user_agent=agent, visitor="other", at=NOON) == ""
    assert reason_of(kind="page", user_agent=agent, visitor="v", at=NOON + timedelta(minutes=1)) == ""


def test_heartbeats_are_bounded_by_their_page_not_by_the_address(agent: str) -> None:
    for watcher in range(40):
        for beat in range(4):
            at = NOON + timedelta(seconds=15 * beat)
            found = reason_of(kind="live", user_agent=agent, visitor="shared", session_token=f"page {watcher}", at=at)
            assert found == ""
    beats = [
        reason_of(kind="live", user_agent=agent, visitor="v", session_token="one page", at=NOON)
        for _ in range(HEARTBEATS_A_MINUTE + 1)
    ]
    assert beats[-1] == "too_fast"


def test_the_rules_name_their_version() -> None:
    assert RULE_VERSION.startswith("2+crawlers-1.")
