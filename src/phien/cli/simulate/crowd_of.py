"""Who comes: agents and addresses of the visitors that the simulator plays."""

import random
from dataclasses import dataclass

# Browsers as they name themselves, the in-app ones of the networks where clips are seen among them.
PHONES = [
    ("Mozilla/5.0 (Linux; Android 14; SM-A245F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/154.0.0.0 Mobile Safari/537.36", 30),
    ("Mozilla/5.0 (Linux; Android 13; CPH2269 Build/TP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/153.0.0.0 Mobile Safari/537.36 Zalo android/12080671 ZaloTheme/light ZaloLanguage/vi", 18),
    ("Mozilla/5.0 (Linux; Android 12; Redmi Note 11) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/152.0.0.0 Mobile Safari/537.36 musical_ly_2024 BytedanceWebview/d8a21c6", 16),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", 14),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/480.0;FBDV/iPhone14,5]", 12),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/130.0.0 Chrome/150.0.0.0 Safari/537.36", 6),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15", 4),
]  # fmt: skip
BOTS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)",
]


@dataclass(frozen=True, slots=True)
class Visitor:
    """One simulated device on one day: its id as the evidence would make it, and its agent."""

    id: str
    agent: str
    is_staff: bool = False


def visitor(rng: random.Random) -> Visitor:
    """A visitor by chance: mostly phones; 4 in 100 are bots, 1 in 100 names no agent, 1 in 200 is staff."""
    number = f"{rng.getrandbits(64):016x}"
    draw = rng.random()
    if draw < 0.04:
        return Visitor(number, rng.choice(BOTS))
    if draw < 0.05:
        return Visitor(number, "")
    agents, weights = zip(*PHONES, strict=True)
    return Visitor(number, rng.choices(agents, weights)[0], is_staff=draw > 0.995)
