"""Products, how long they keep, their certificates, and the lots they are made in."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.lib.texts import TextField


class Product(models.Model):
    class Group(models.TextChoices):
        """The product groups of the OCOP programme that a parcel can carry."""

        FOOD = "food", _("Food")
        DRINK = "drink", _("Drink")
        HERBS = "herbs", _("Herbs")
        CRAFT = "craft", _("Craft")

    slug = models.SlugField(max_length=80, unique=True)
    producer = models.ForeignKey("people.Actor", models.PROTECT, related_name="+")
    group = models.CharField(_("group"), max_length=10, choices=Group)
    name = TextField(_("name"))
    lead = TextField(_("one line"), blank=True)
    story = TextField(_("story"), blank=True, rows=6)
    net_weight_g = models.PositiveIntegerField(_("net weight, g"))
    gross_weight_g = models.PositiveIntegerField(_("packed weight, g"))
    weight_note = TextField(_("weight as said to buyers"), blank=True)
    packaging = TextField(_("packaging"), blank=True)
    ingredients = TextField(_("ingredients"), blank=True)
    allergens = TextField(_("allergens"), blank=True)
    how_to_use = TextField(_("how to use"), blank=True, rows=3)
    first_time_online = models.BooleanField(_("sold online for the first time"), default=False)
    min_days_left = models.PositiveSmallIntegerField(_("days left on arrival, at least"), default=0)
    picture = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return str(self.name)


class StorageCondition(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="storage_conditions")
    condition = TextField(_("condition"))
    min_c = models.SmallIntegerField(_("from °C"), null=True, blank=True)
    max_c = models.SmallIntegerField(_("to °C"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("keeps, days"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("storage condition")
        verbose_name_plural = _("storage conditions")

    def __str__(self) -> str:
        return f"{self.condition}: {self.days}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self, on: date | None = None) -> "CertificateQuerySet":
        on = on or clock.today()
        return self.filter(Q(issued_on__lte=on), Q(expires_on=None) | Q(expires_on__gte=on))


class Certificate(models.Model):
    """Shown only while valid. It is a product's or a producer's."""

    class Scheme(models.TextChoices):
        OCOP = "ocop", _("OCOP")
        GI = "gi", _("Geographical indication")
        FOOD_SAFETY = "food_safety", _("Food safety")
        VIETGAP = "vietgap", "VietGAP"
        QUALITY = "quality", _("Quality self-declaration")
        ADVERT = "advert", _("Advertising approval")
        LICENCE = "licence", _("Licence")

    product = models.ForeignKey(Product, models.CASCADE, null=True, blank=True, related_name="certificates")
    producer = models.ForeignKey("people.Actor", models.CASCADE, null=True, blank=True, related_name="+")
    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=60)
    issuer = TextField(_("issued by"))
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    scan = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(product=None, producer__isnull=False) | Q(producer=None, product__isnull=False),
                name="certificate_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(stars=None) | Q(stars__range=(1, 5)), name="certificate_stars_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.number}"


class PaperRuleQuerySet(models.QuerySet["PaperRule"]):
    def in_force(self, on: date | None = None) -> "PaperRuleQuerySet":
        on = on or clock.today()
        return self.filter(Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on))


class PaperRule(models.Model):
    """What the law asks for before a group's products may be shown live. A row with its dates: laws change."""

    group = models.CharField(_("group"), max_length=10, choices=Product.Group)
    any_of = models.JSONField(_("one of these papers"), default=list, help_text=_("Schemes of certificates"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("where it is written"), max_length=200)

    objects = PaperRuleQuerySet.as_manager()

    class Meta:
        ordering = ["group", "valid_from", "pk"]
        verbose_name = _("rule about papers")
        verbose_name_plural = _("rules about papers")

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.words}"

    @property
    def words(self) -> str:
        """The papers of which one is needed, in the reader's language: "Food safety / Quality self-declaration"."""
        names = dict(Certificate.Scheme.choices)
        return " / ".join(str(names.get(scheme, scheme)) for scheme in self.any_of)


class Lot(models.Model):
    """One batch with its dates. What is sold is always sold from a lot."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="lots")
    code = models.CharField(_("lot code"), max_length=40)
    made_on = models.DateField(_("made on"))
    expires_on = models.DateField(_("best before"), null=True, blank=True)

    class Meta:
        ordering = ["expires_on", "pk"]
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        constraints = [models.UniqueConstraint(fields=["product", "code"], name="one_lot_per_code")]

    def __str__(self) -> str:
        return f"{self.product} {self.code}"

    def keeps_until_arrival(self, days: int) -> bool:
        """Whether enough days remain when a parcel sent today has been `days` on its way."""
        least = days + self.product.min_days_left
        return self.expires_on is None or self.expires_on >= clock.today() + timedelta(days=least)


class ProductClip(models.Model):
    """A product that a clip shows."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    post = models.ForeignKey("content.Post", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["product", "post"], name="one_product_per_clip")]

    def __str__(self) -> str:
        return f"{self.post}: {self.product}"


class ProductSlot(models.Model):
    """A product that a programme slot presents, by the slot's key, so that it outlives versions."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    slot_key = models.UUIDField(db_index=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["product", "slot_key"], name="one_product_per_slot")]

    def __str__(self) -> str:
        return f"{self.slot_key}: {self.product}"
