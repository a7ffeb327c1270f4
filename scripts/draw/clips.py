"""Eight short films, each of layers that move: work seen close, weather far away, a title on cloth."""

import io
from collections.abc import Callable, Iterator

from PIL import Image

from scripts.draw import clips_craft, clips_land
from scripts.draw.cards import FPS, H, W, ease, title
from scripts.draw.motion import tune, write_mp4
from scripts.draw.shapes import MEDIA

type Scene = Callable[[float], Iterator[Image.Image]]

# Slug: seconds, title, second line, frames, beat of the tune, wind.
FILMS: dict[str, tuple[float, str, str, Scene, float, float]] = {
    "lam-banh-chung-den": (
        15,
        "Bánh chưng đen",
        "Gói chặt, buộc lạt, luộc một đêm",
        clips_craft.banh_chung,
        0.46,
        0.03,
    ),
    "ngoi-am-duong": (14, "Ngói âm dương", "Viên ngửa, viên úp, trăm năm một mái", clips_craft.ngoi, 0.5, 0.05),
    "quay-vit": (14, "Vịt quay Thất Khê", "Than hồng, lá mác mật, chín vàng", clips_craft.quay_vit, 0.4, 0.09),
    "nhuom-cham": (15, "Nhuộm chàm", "Nhúng, phơi, nhúng lại mười lần", clips_craft.nhuom_cham, 0.55, 0.05),
    "lay-mat-rung": (14, "Lấy mật rừng", "Khói nhẹ, tay chậm, ong hiền", clips_land.mat_rung, 0.5, 0.07),
    "hong-treo-gio": (14, "Hồng treo gió", "Bốn mươi ngày nắng và gió", clips_land.hong, 0.52, 0.06),
    "cho-som": (16, "Chợ sớm", "Sương chưa tan, gánh đã đầy", clips_land.cho_som, 0.38, 0.06),
    "che-mau-son": (15, "Chè tuyết Mẫu Sơn", "Một tôm hai lá, trong sương", clips_land.che, 0.6, 0.06),
}
MADE = list(FILMS)
MOST = 700_000


def frames(slug: str) -> Iterator[Image.Image]:
    """The scene with its title sliding in, from black and back to it."""
    seconds, first, second, scene, _, _ = FILMS[slug]
    card = title(first, second)
    shade = Image.new("RGBA", (W, H), (11, 10, 34, 255))
    for i, picture in enumerate(scene(seconds)):
        t = i / FPS
        come = ease((t - 0.5) / 0.8) * ease((seconds - 0.7 - t) / 0.6)
        if come > 0.01:
            lit = card.copy()
            lit.putalpha(card.getchannel("A").point([int(v * come) for v in range(256)]))
            picture.alpha_composite(lit, (0, round(66 - 30 * (1 - come))))
        dim = max(0.0, 1 - t / 0.35, 1 - (seconds - t) / 0.5) * 0.9
        if dim > 0:
            picture = Image.blend(picture, shade, min(1, dim))
        yield picture


def make(slug: str) -> None:
    """Write the MP4 and its poster."""
    seconds, *_, beat, noise = FILMS[slug]
    path = MEDIA / "clips" / f"{slug}.mp4"
    path.parent.mkdir(parents=True, exist_ok=True)

    def watched() -> Iterator[Image.Image]:
        for i, picture in enumerate(frames(slug)):
            if i == int(seconds * FPS * 0.62):
                shot = io.BytesIO()
                picture.convert("RGB").save(shot, "WEBP", quality=80, method=6)
                path.with_suffix(".webp").write_bytes(shot.getvalue())
            yield picture

    sound = tune(seconds, slug, beat, noise)
    for quality in (27, 29, 31, 33):
        write_mp4(str(path), watched(), sound, FPS, quality)
        if path.stat().st_size <= MOST:
            break
