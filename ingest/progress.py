"""A progress bar for an ingest, on the terminal's error stream."""

from types import TracebackType

_PHASES = {
    "model": "Preparing the embedding model",
    "embedded": "Embedding passages",
    "vectors-public": "Building the vector index",
    "lexicon-public": "Building the lexical index",
    "before-verify": "Verifying the new index",
    "before-switch": "Switching to the new index",
}


class Progress:
    """Shows the steps that an `Ingest` reports; shows nothing when `quiet` or not on a terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        console = Console(stderr=True)
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._bar.add_task("Starting", total=None)

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def step(self, name: str, about: str) -> None:
        """Shows that the step `name` has been reached."""
        if name == "found":
            self._bar.update(self._task, total=int(about), completed=0, description="Reading documents")
        elif name == "read":
            self._bar.advance(self._task)
        elif name in _PHASES:
            self._bar.update(self._task, description=_PHASES[name])
