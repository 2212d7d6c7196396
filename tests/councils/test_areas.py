"""Nested areas fill the picture, children within their parents."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from councils.arithmetic.areas import Area, Tree, nested, rows

Shape = list[Any]


def numbered(shape: Shape, count: list[int]) -> Tree:
    """A tree of the shape with keys of its own."""
    count[0] += 1
    return Tree(count[0], tuple(numbered(one, count) for one in shape))


SHAPES: st.SearchStrategy[Shape] = st.recursive(
    st.just([]), lambda inner: st.lists(inner, max_size=4), max_leaves=12
)


def edges(area: Area) -> tuple[float, float]:
    """Where a cell begins and ends."""
    begin = float(area.x.rstrip("%"))
    return begin, begin + float(area.width.rstrip("%"))


@given(shapes=st.lists(SHAPES, min_size=1, max_size=4), mirrored=st.booleans())
def test_each_row_lies_within_the_row_above(shapes: list[Shape], mirrored: bool) -> None:
    count = [0]
    forest = [numbered(shape, count) for shape in shapes]
    areas = {area.key: area for area in nested(forest, mirrored=mirrored)}
    assert len(areas) == count[0]
    top = [edges(area) for area in areas.values() if area.row == 0]
    assert abs(sum(end - begin for begin, end in top) - 100) < 0.1

    def check(tree: Tree) -> None:
        low, high = edges(areas[tree.key])
        for one in tree.below:
            begin, end = edges(areas[one.key])
            assert low - 0.1 <= begin <= end <= high + 0.1
            assert areas[one.key].row == areas[tree.key].row + 1
            check(one)

    for tree in forest:
        check(tree)


def test_nothing_is_drawn_of_nothing() -> None:
    assert nested([]) == []
    assert rows([]) == 0


def test_a_mirrored_picture_begins_at_the_right() -> None:
    forest = [Tree(1, (Tree(2), Tree(3), Tree(4)))]
    plain = {area.key: area.x for area in nested(forest)}
    turned = {area.key: area.x for area in nested(forest, mirrored=True)}
    assert plain[2] == turned[4] == "0.000%"
