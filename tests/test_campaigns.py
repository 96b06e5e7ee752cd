"""A seeded thousandth of the long campaigns, in every run."""

from __future__ import annotations

from campaigns.mutations import campaign


def test_thirty_damaged_files_bring_nothing_unexpected() -> None:
    report = campaign(30)
    assert report.unexpected == []
    assert report.refused
