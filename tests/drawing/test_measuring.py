"""The measure sees each kind of fault: else that it finds none would say nothing."""

from __future__ import annotations

from dataclasses import replace

from bprkit.drawing import Drawing, layout, measure
from bprkit.drawing.geometry import Box, Label, Point
from bprkit.procedure.model import Flow, Procedure, Task, Title


def drawn() -> Drawing:
    nodes = tuple(Task(id=name, title=Title(name)) for name in "abc")
    flows = (Flow(source="a", target="b", title=Title("はい")), Flow(source="b", target="c"))
    return layout(Procedure(id="p", nodes=nodes, flows=flows))


def with_points(drawing: Drawing, number: int, *points: tuple[float, float]) -> Drawing:
    routes = list(drawing.routes)
    routes[number] = replace(routes[number], points=tuple(Point(*point) for point in points))
    return replace(drawing, routes=tuple(routes))


def test_a_sound_drawing_has_no_fault() -> None:
    assert measure(drawn()).faults == 0


def test_a_route_through_a_shape_is_seen() -> None:
    drawing = drawn()
    left, right = drawing.shape("a").box, drawing.shape("c").box
    assert (
        measure(with_points(drawing, 1, (left.right, left.middle.y), (right.x, right.middle.y))).through == 1
    )


def test_routes_on_each_other_are_seen() -> None:
    drawing = drawn()
    points = [(point.x, point.y) for point in drawing.routes[0].points]
    assert measure(with_points(drawing, 1, *points)).overlaps == 1


def test_crossings_and_bends_are_counted() -> None:
    drawing = drawn()
    first = drawing.routes[0].points
    middle = (first[0].x + first[1].x) / 2
    y = first[0].y
    found = measure(with_points(drawing, 1, (middle, y - 30), (middle, y + 30), (middle + 5, y + 30)))
    assert (found.crossings, found.bends) == (1, 1)


def test_a_label_on_a_route_on_a_shape_or_outside_is_seen() -> None:
    drawing = drawn()
    route = drawing.routes[0]
    assert route.label is not None

    def moved(x: float, y: float) -> int:
        assert route.label is not None
        box = Box(x, y, route.label.box.width, route.label.box.height)
        label = replace(route.label, box=box)
        return measure(replace(drawing, routes=(replace(route, label=label), drawing.routes[1]))).labels

    assert moved(route.points[0].x + 5, route.points[0].y - 5) >= 1
    assert moved(drawing.shape("c").box.x + 5, drawing.shape("c").box.y + 5) >= 1
    assert moved(drawing.width + 10, 5) >= 1


def test_text_wider_than_its_box_is_seen() -> None:
    drawing = drawn()
    label = Label(Box(0, 0, 10, 14), ("とても長い言葉",), 11, 14)
    shape = replace(drawing.shapes[0], caption=label)
    assert measure(replace(drawing, shapes=(shape, *drawing.shapes[1:]))).overflow >= 1


def test_shapes_on_each_other_are_seen() -> None:
    drawing = drawn()
    moved = replace(drawing.shapes[1], box=drawing.shapes[0].box.moved(10, 0))
    assert measure(replace(drawing, shapes=(drawing.shapes[0], moved, drawing.shapes[2]))).shapes == 1
