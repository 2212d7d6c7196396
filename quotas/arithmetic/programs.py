"""Linear programs with whole numbers, solved by HiGHS and never taken at its word.

HiGHS reckons with doubles. Whole variables are read as whole numbers, whoever asks verifies the
answer in whole numbers, and an optimum counts as proven when the solver's own bound leaves no
room for a better whole number.
"""

from collections.abc import Mapping

SECONDS = 120.0
"""After so long a program counts as unsolved."""
NEAR = 1e-4


class Unsolved(Exception):
    """HiGHS found no proof in time; nothing was decided."""


class Program:
    """Variables and rows are added by number; `best` maximises, as often as one likes."""

    def __init__(self, *, whole: bool = True) -> None:
        import highspy  # half a second, with numpy; most commands never need it

        self._kinds = highspy
        self._whole = whole
        self._columns = 0
        self._highs: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("time_limit", SECONDS),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.0),
            ("mip_feasibility_tolerance", 1e-9),
            ("random_seed", 0),
        ):
            self._highs.setOptionValue(option, value)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)

    def add(self, most: float = 1.0, least: float = 0.0) -> int:
        """A variable between these bounds; returns its number."""
        self._highs.addVar(least, most)
        if self._whole:
            kind = self._kinds.HighsVarType.kInteger
            self._highs.changeColIntegrality(self._columns, kind)
        self._columns += 1
        return self._columns - 1

    def row(
        self, terms: Mapping[int, float], *, least: float | None = None, most: float | None = None
    ) -> None:
        """A sum of variables, each times its factor, between bounds."""
        low = -self._kinds.kHighsInf if least is None else least
        high = self._kinds.kHighsInf if most is None else most
        columns, factors = list(terms), [float(factor) for factor in terms.values()]
        self._highs.addRow(low, high, len(columns), columns, factors)

    def best(self, gain: Mapping[int, float]) -> list[float] | None:
        """The values that gain the most; None where no values do, or there is no end to the gain.

        Raises Unsolved when none of it is proven in time.
        """
        for column in range(self._columns):
            self._highs.changeColCost(column, float(gain.get(column, 0.0)))
        self._highs.run()
        status = self._highs.getModelStatus()
        kinds = self._kinds.HighsModelStatus
        if status in (kinds.kInfeasible, kinds.kUnbounded, kinds.kUnboundedOrInfeasible):
            return None
        if status != kinds.kOptimal:
            raise Unsolved(self._highs.modelStatusToString(status))
        return list(self._highs.getSolution().col_value)

    def most(self, gain: Mapping[int, int]) -> tuple[int, list[int]] | None:
        """The greatest whole gain, proven, and whole values that give it."""
        values = self.best(gain)
        if values is None:
            return None
        whole = [round(value) for value in values]
        reached = sum(factor * whole[column] for column, factor in gain.items())
        bound = self._highs.getInfo().mip_dual_bound if self._whole else reached
        if any(abs(a - b) > NEAR for a, b in zip(values, whole, strict=True)):
            raise Unsolved("no whole numbers")
        if bound >= reached + 1 - NEAR:
            raise Unsolved(f"{bound} may be reached, not only {reached}")
        return reached, whole

    def between(self, column: int, least: float, most: float) -> None:
        """Leave a variable only these values."""
        self._highs.changeColBounds(column, least, most)

    def fix(self, column: int, value: float) -> None:
        """Leave a variable only this value."""
        self._highs.changeColBounds(column, value, value)

    def losses(self) -> list[float]:
        """After `best` without whole numbers: what it costs at least to move each variable by one.

        Reduced costs, without their sign: a whole optimum that lies within less of the best
        value keeps the variable where it is.
        """
        return [abs(cost) for cost in self._highs.getSolution().col_dual]
