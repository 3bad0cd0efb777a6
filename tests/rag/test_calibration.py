import pytest

from rag.reports.calibration import Bin, calibration


def test_bins_error_and_score_against_a_computation_by_hand() -> None:
    found = calibration([0.95, 0.05, 0.25, 0.91], [True, False, False, False])
    assert found.bins == [
        Bin(1, 0.05, 0.0),
        Bin(1, 0.25, 0.0),
        Bin(2, pytest.approx(0.93), 0.5),
    ]
    assert found.ece == pytest.approx((0.05 + 0.25 + 2 * 0.43) / 4)
    assert found.brier == pytest.approx((0.05**2 + 0.05**2 + 0.25**2 + 0.91**2) / 4, abs=1e-4)


def test_the_ends_of_the_scale_belong_to_it() -> None:
    found = calibration([1.0, 0.99, 0.0], [True, True, False])
    assert [b.n for b in found.bins] == [1, 2]
    assert found.brier == pytest.approx(0, abs=1e-4)


def test_nothing_asked_has_no_figures() -> None:
    assert calibration([], []).ece is calibration([], []).brier is None
