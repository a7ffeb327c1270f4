"""Campaigns hold nothing about people but their names, which are those of people.Actor."""

from phien.lib import personal


def register() -> None:
    personal.not_personal(
        {
            "campaigns.Campaign": "words about a campaign",
            "campaigns.Phase": "words about a phase",
            "campaigns.Chapter": "words about a chapter",
            "campaigns.Event": "words about an event",
            "campaigns.Notice": "what visitors are told of an event",
            "campaigns.Programme": "what changed between two versions",
            "campaigns.Slot": "words about a slot; who presents is an actor",
        }
    )
