"""The staff's reading pages: the period in figures, questions, feedback, what is missing, what is cited. GET alone."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from corpus.errors import CorpusError, NotFound
from corpus.types import Tier
from portal.markup import rendered, tier_name
from portal.pages import READ, site
from portal.problems import NOT_HERE, described, problem
from portal.staff import charts, views
from portal.staff.gate import StaffRoute
from portal.staff.period import CHOICES, Chosen, chosen
from portal.verdicts import WORDINGS
from qa.asked import export, read
from qa.asked.figures import Figures, by, columns, figures, verdicts
from qa.asked.groups import Group
from qa.asked.stub import stub
from qa.asked.types import OUTCOMES, Asked, LookedUp
from qa.desk import Desk

AT_ONCE = 25
Cells = Callable[[Request], export.Table]


def report_routes(desk: Desk, *, title: str, public_url: str) -> APIRouter:
    """All of them; none is in the public description of the routes."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=StaffRoute)
    reports = Reports(desk, title, public_url)
    for path, page in (
        ("", reports.overview),
        ("/questions", reports.questions),
        ("/feedback", reports.feedback),
        ("/unanswered", reports.unanswered),
        ("/citations", reports.citations),
    ):
        router.add_api_route(f"/staff{path}", page, methods=READ)

    @router.api_route("/staff/answers/{answer_id}", methods=READ)
    def answer(request: Request, answer_id: str) -> HTMLResponse:
        return reports.answer(request, answer_id)

    @router.api_route("/staff/unanswered/{answer_id}.md", methods=READ)
    def begun(request: Request, answer_id: str) -> Response:
        return reports.stub(request, answer_id)

    @router.get("/api/staff/{what}")
    def listed(request: Request, what: str) -> Response:
        return reports.table(request, what)

    return router


class Reports:
    """The pages over `desk`. Keeps nothing."""

    def __init__(self, desk: Desk, title: str, public_url: str) -> None:
        self._desk = desk
        self._title = title
        self._public_url = public_url

    def _page(self, template: str, here: str, request: Request, **values: object) -> HTMLResponse:
        period = chosen(request, _today())
        page = rendered(
            f"staff/{template}.html",
            title=self._title,
            here=here,
            chosen=period,
            choices=CHOICES,
            keeps_questions=self._desk.keeps_questions,
            names=charts.NAMES,
            outcomes=OUTCOMES,
            **values,
        )
        return HTMLResponse(page)

    def _answers(self, request: Request) -> list[Asked]:
        return read.answers(self._desk.catalogue.database, chosen(request, _today()).period)

    def overview(self, request: Request) -> HTMLResponse:
        """The period in figures."""
        period = chosen(request, _today()).period
        database = self._desk.catalogue.database
        asked, ratings = self._answers(request), read.ratings(database, period)
        looked_up = read.lookups(database, period)
        found = columns(asked, period)
        before = timedelta(days=len(period.days))
        return self._page(
            "overview", "Overview", request,
            all=figures(asked, ratings),
            columns=[(charts.name_of(column), column) for column in found],
            chart=charts.columns_chart(found),
            by_tier=_bars(by(asked, ratings, lambda one: tier_name(one.tier))),
            by_desk=_bars(by(asked, ratings, _desk_name)),
            lookups=looked_up,
            verdicts=_verdicts(looked_up),
            earlier=_earlier(period.first, before),
        )  # fmt: skip

    def questions(self, request: Request) -> HTMLResponse:
        """Each question, newest first; of one outcome if the page is asked for that."""
        outcome = request.query_params.get("outcome", "")
        asked = [one for one in reversed(self._answers(request)) if outcome in ("", one.outcome)]
        part, number, parts = _part(request, len(asked))
        return self._page(
            "questions", "Questions", request,
            asked=asked[part], total=len(asked), number=number, parts=parts, outcome=outcome, desk_name=_desk_name,
        )  # fmt: skip

    def feedback(self, request: Request) -> HTMLResponse:
        """What readers said, each with the answer that it is about."""
        ratings = read.ratings(self._desk.catalogue.database, chosen(request, _today()).period)
        wanted = request.query_params.get("rating", "")
        ratings = [one for one in ratings if wanted in ("", one.rating)]
        part, number, parts = _part(request, len(ratings))
        told = [(rating, views.reshown(self._desk, rating.asked)) for rating in ratings[part]]
        return self._page(
            "feedback", "Feedback", request,
            told=told, total=len(ratings), number=number, parts=parts, rating=wanted, desk_name=_desk_name,
        )  # fmt: skip

    def unanswered(self, request: Request) -> HTMLResponse:
        """Questions that are not in the library, grouped."""
        period = chosen(request, _today()).period
        groups = views.unanswered(self._desk, period)
        part, number, parts = _part(request, len(groups), 10)
        shown, fault = [], ""
        try:
            shown = [(group, views.nearest(self._desk, group)) for group in groups[part]]
        except CorpusError as error:  # no index to search: the groups are still worth reading
            fault = described(error)[1]
            shown = [(group, []) for group in groups[part]]
        missing = sum(one.outcome == "missing" for one in self._answers(request))
        return self._page(
            "unanswered", "Unanswered", request,
            groups=shown, total=len(groups), missing=missing, kept=sum(group.count for group in groups),
            number=number, parts=parts, fault=fault,
        )  # fmt: skip

    def citations(self, request: Request) -> HTMLResponse:
        """The passages cited most, and the documents never cited."""
        found = read.cited(self._desk.catalogue.database, chosen(request, _today()).period)
        part, number, parts = _part(request, len(found))
        return self._page(
            "citations", "Citations", request,
            often=views.often_cited(self._desk, found[part]), total=len(found), first=part.start + 1,
            most=found[0].answers if found else 1, never=views.never_cited(self._desk, found), number=number,
            parts=parts, documents=len(self._desk.documents(tier=Tier.STAFF)),
        )  # fmt: skip

    def answer(self, request: Request, answer_id: str) -> HTMLResponse:
        """One answer, from its cited passages as they stand now. Raises NotFound."""
        database = self._desk.catalogue.database
        one = read.answer(database, answer_id)
        return self._page(
            "answer", "Questions", request,
            one=one, shown=views.reshown(self._desk, one), ratings=read.ratings_of(database, one), desk_name=_desk_name,
        )  # fmt: skip

    def stub(self, request: Request, answer_id: str) -> Response:
        """The beginning of an answer to the group that the answer `answer_id` is of. Raises NotFound."""
        group = self._group(request, answer_id)
        tier = views.asked_by(self._desk, group)
        words = stub(
            group,
            views.nearest(self._desk, group, tier),
            tier=tier,
            today=_today(),
            site=site(request, self._public_url),
        )
        name = "".join(c if c.isascii() and c.isalnum() else "-" for c in group.name.lower()).strip("-")[:60]
        return _file(words, "text/markdown", f"{name or 'answer'}.md")

    def _group(self, request: Request, answer_id: str) -> Group:
        for group in views.unanswered(self._desk, chosen(request, _today()).period):
            if any(answer_id in wording.answers for wording in group.wordings):
                return group
        raise NotFound("There is no such question.")

    def table(self, request: Request, what: str) -> Response:
        """One of the tables, as JSON or as CSV."""
        tables: dict[str, Cells] = {
            "questions": lambda request: export.questions_table(self._answers(request)),
            "feedback": lambda request: export.feedback_table(
                read.ratings(self._desk.catalogue.database, self._chosen(request).period)
            ),
            "unanswered": lambda request: export.unanswered_table(
                views.unanswered(self._desk, self._chosen(request).period)
            ),
            "citations": lambda request: export.citations_table(
                read.cited(self._desk.catalogue.database, self._chosen(request).period),
                self._desk.documents(tier=Tier.STAFF),
                site(request, self._public_url),
            ),
        }
        if what not in tables:
            return problem(HTTPStatus.NOT_FOUND, NOT_HERE)
        period = self._chosen(request)
        if period.fault:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, period.fault)
        table = tables[what](request)
        if request.query_params.get("format", "json") != "csv":
            first, last = period.period.first.isoformat(), period.period.last.isoformat()
            return JSONResponse({"from": first, "to": last, what: table.records()})
        words = table.csv(byte_order_mark=request.query_params.get("bom") == "true")
        return _file(words, "text/csv", f"{what}-{period.period.first}-to-{period.period.last}.csv")

    def _chosen(self, request: Request) -> Chosen:
        return chosen(request, _today())


def _today() -> date:
    return datetime.now(UTC).date()


def _desk_name(one: Asked) -> str:
    """At which desk it was asked."""
    if one.desk is None:
        return "not recorded"
    return one.desk or "this site"


def _verdicts(lookups: Sequence[LookedUp]) -> list[tuple[str, int]]:
    counted = verdicts(lookups)
    return [(wording.name, counted[name]) for name, wording in WORDINGS.items() if counted[name]]


def _bars(groups: Mapping[str, Figures]) -> list[tuple[str, Figures, tuple[charts.Segment, ...]]]:
    return [(name, own, charts.share_bar(own.outcomes)) for name, own in groups.items()]


def _earlier(first: date, length: timedelta) -> str:
    return f"from={first - length}&to={first - timedelta(days=1)}"


def _part(request: Request, total: int, at_once: int = AT_ONCE) -> tuple[slice, int, int]:
    """(which of `total` rows the page shows, its number, how many pages there are)."""
    parts = max(1, -(-total // at_once))
    asked = request.query_params.get("page", "")
    number = min(max(int(asked), 1), parts) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return slice((number - 1) * at_once, number * at_once), number, parts


def _file(words: str, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(words, media_type=f"{media_type}; charset=utf-8", headers=headers)
