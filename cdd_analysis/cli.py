"""The ``cdd`` command: arguments, progress and exit codes; the work is done by the rooms below.

Exit codes: 0 all good; 1 something was refused or failed and the rest is done; 2 wrong usage.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from cdd_analysis import project
from cdd_analysis.errors import CddError, UsageError

if TYPE_CHECKING:  # the rest is imported by the command that needs it, so that --help and refusals are quick
    from cdd_analysis.ingest.build import FileReport
    from cdd_analysis.reporting.batch import Outcome
    from cdd_analysis.reporting.cluster import Cluster

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Inspection reports of community development: spreadsheets in data/raw to pages in reports.",
)

Tell = Callable[[str], None]
Provinces = Annotated[list[str] | None, typer.Option("--province", help="Province code, e.g. 80. Repeatable.")]
Regions = Annotated[list[int] | None, typer.Option("--region", help="Inspection region, e.g. 5. Repeatable.")]
Raw = Annotated[Path | None, typer.Option("--raw", help="Folder of raw files.  [default: data/raw]")]
Processed = Annotated[Path | None, typer.Option("--processed", help="Folder of tables.  [default: data/processed]")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; our own errors end as one sentence."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        app(arguments)
    except CddError as error:
        print(f"cdd: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)


def _speak_utf8(stream: TextIO) -> None:
    """Thai names must reach a pipe or a log whole, whatever the machine's locale."""
    if not stream.isatty() and hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@app.command()
def sample(
    province: Provinces = None,
    region: Regions = None,
    every: Annotated[bool, typer.Option("--all", help="Every province.")] = False,
    seed: Annotated[int, typer.Option(help="The same seed makes the same files.")] = 2565,
    raw: Raw = None,
) -> None:
    """Make raw files, with made-up figures, as offices send them.

    \b
    Example: cdd sample --province 80
    """
    from cdd_analysis.areas import province_codes
    from cdd_analysis.reporting import wanted
    from cdd_analysis.sample import make_sample

    codes = wanted.provinces(province or (), region or (), province_codes() if every else ())
    truth = make_sample(codes, raw or project.root() / project.RAW, seed=seed)
    for path in truth.files:
        print(_shown(path))


@app.command()
def build(
    raw: Raw = None,
    processed: Processed = None,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", help="Folder of corrections (*.yml).  [default: data/corrections]")
    ] = None,
) -> None:
    """Read every raw file into clean tables, problems and ledger.

    Corrections that offices asked for are applied, from --corrections and from fix lists that came back into the raw
    folder. One whose source has changed is named, not applied, and the command ends with 1.

    \b
    Example: cdd build
    """
    from cdd_analysis.ingest.build import build as build_tables

    source = raw or project.root() / project.RAW
    target = processed or project.processed()
    if not source.is_dir():
        raise UsageError(f"There is no folder '{source}'.", do="Give the folder of raw files with --raw.")
    if corrections and not corrections.is_dir():
        raise UsageError(
            f"There is no folder '{corrections}'.", do="Give the folder of corrections with --corrections."
        )
    wanted = corrections or project.root() / project.CORRECTIONS
    with _progress("Reading files") as tell:
        report = build_tables(source, target, corrections=wanted, progress=lambda file: tell(_file_line(file)))
    for origin, count in report.corrections.items():
        print(f"{origin}: {count:,} corrections applied")
    for one in report.not_applied:
        print(f"{one.origin}: correction not applied: {_one_line(one.reason)}")
    for table, rows in report.tables.items():
        print(f"{table}: {rows:,} rows")
    print(f"Tables: {_shown(target)}")
    if report.failed:
        print(f"{len(report.failed)} of {len(report.files)} files could not be read.", file=sys.stderr)
    if report.not_applied:
        print(f"{len(report.not_applied)} corrections were not applied.", file=sys.stderr)
    if report.failed or report.not_applied:
        raise typer.Exit(1)


@app.command()
def report(
    topic: Annotated[list[str] | None, typer.Option("--topic", help="Topic, see 'cdd topics'. Repeatable.")] = None,
    province: Provinces = None,
    region: Regions = None,
    every: Annotated[bool, typer.Option("--all", help="Every province and region, and the nation.")] = False,
    fiscal_year: Annotated[str, typer.Option(help="2565 or 2022.  [default: latest in the data]")] = "",
    as_of: Annotated[str, typer.Option(help="2565-01-12 or 2022-01-12.  [default: latest of each page's data]")] = "",
    processed: Processed = None,
    reports: Annotated[Path | None, typer.Option("--reports", help="Folder of pages.  [default: reports]")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Pages at a time.  [default: by cores and memory]")] = None,
    force: Annotated[bool, typer.Option("--force", help="Make every page, changed or not.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say per page why it must be made; make none.")] = False,
    dask: Annotated[str, typer.Option("--dask", help="Scheduler of a cluster that shares the folders.")] = "",
    pdf: Annotated[bool, typer.Option("--pdf", help="Also a PDF on A4 beside each page.")] = False,
    bundle: Annotated[bool, typer.Option("--bundle", help="Also a zip per area, to hand on.")] = False,
) -> None:
    """Make pages, with their records and workbooks, and the index.

    --province, --region and --all add up; --region makes the region's page too, --all the regions' and the nation's.
    Only pages that would change are made; what an interrupted run has made stays, and the next one goes on. --pdf needs
    Chromium, Chrome or Edge on the machine; CDD_BROWSER names one that is not found.

    \b
    Example: cdd report --topic otop --province 80 --region 5 --fiscal-year 2565
    """
    from cdd_analysis.ingest.store import Processed as Store
    from cdd_analysis.reporting import wanted

    scopes = wanted.scopes(province or (), region or (), every=every)
    titles = wanted.titles(topic or ())
    store = Store(processed or project.processed())
    store.require()
    year, day = wanted.period(fiscal_year, as_of, store)

    from cdd_analysis.reporting import batch, plan, site  # papermill and nbconvert: only once the request is sound
    from cdd_analysis.reporting.bundle import write_bundles
    from cdd_analysis.reporting.progress import watching

    folder = reports or project.root() / project.REPORTS
    run = plan.Run(year, day, store.path, folder, plan.notebooks_folder(), jobs or batch.default_jobs(), force)
    pages = plan.pages(scopes, titles)
    if explain:
        for wish in plan.wishes(pages, run):
            print(f"{_shown(folder / wish.page.name)}.html: {'; '.join(wish.why) or 'as it is'}")
        return
    print(f"Fiscal year {year}, as of {day or 'the latest date of each page'}: {len(pages)} pages", flush=True)
    with watching(lambda outcome: _page_line(outcome, folder)) as watch, _pool(dask) as pool:
        if pool is not None and jobs is None:
            run = replace(run, jobs=pool.size)
        try:
            outcomes = batch.make_pages(pages, run, watch, pool)
        except KeyboardInterrupt:
            outcomes = None
    for line in watch.summary():
        print(line)
    print(f"Open {_shown(site.write_index(folder))}")
    if outcomes is None:
        raise typer.Exit(130)  # as a shell says of what was interrupted
    is_printed = not pdf or _print_pages([folder / f"{page.name}.html" for page in pages], run.jobs)
    if bundle:
        for path in write_bundles(folder, scopes):
            print(_shown(path))
    if not is_printed or any(outcome.is_failed for outcome in outcomes):
        raise typer.Exit(1)


def _print_pages(paths: Sequence[Path], jobs: int) -> bool:
    """A PDF beside each page that is there; whether all are. What is wrong is said, and the command goes on."""
    from cdd_analysis.reporting.pdf import print_pages

    def told(path: Path, reason: str) -> None:
        print(f"{_shown(path)}{f': failed: {_one_line(reason)}' if reason else ''}", flush=True)

    try:
        return print_pages(filter(Path.is_file, paths), jobs, told)
    except CddError as error:
        print(f"cdd: {error}", file=sys.stderr)
        return False


@contextmanager
def _pool(address: str) -> Iterator[Cluster | None]:
    """The workers of a cluster; None where none is asked for."""
    if not address:
        yield None
        return
    try:
        from cdd_analysis.reporting.cluster import Cluster
    except ImportError:
        raise UsageError(
            "dask.distributed is not installed.", where="--dask", do="Install cdd_analysis[cluster]."
        ) from None
    with closing(Cluster(address)) as cluster:
        yield cluster


@app.command()
def verify(
    reports: Annotated[Path | None, typer.Option("--reports", help="Folder of pages.  [default: reports]")] = None,
    processed: Processed = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Pages at a time.  [default: by cores and memory]")] = None,
) -> None:
    """Make every published page again from its record, apart, and say whether it is the same.

    A page whose data, notebook or settings have changed since is out of date, not wrong. The command ends with 1 where
    a page was altered, or comes out differently with nothing changed.

    \b
    Example: cdd verify
    """
    from cdd_analysis.reporting import batch, plan
    from cdd_analysis.reporting.verify import verify as verify_pages

    folder = reports or project.root() / project.REPORTS
    store = processed or project.processed()
    run = plan.Run(0, "", store, folder, plan.notebooks_folder(), jobs or batch.default_jobs())
    found = verify_pages(run, lambda one: print(f"{_shown(folder / one.name)}.html: {one.said}", flush=True))
    if not found:
        raise UsageError("There are no pages.", where="--reports", found=str(folder), do="Make some: cdd report")
    if any(one.differs for one in found):
        raise typer.Exit(1)


@app.command()
def fixlist(
    province: Provinces = None,
    processed: Processed = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of workbooks.  [default: reports/fixlist]")] = None,
    by: Annotated[str, typer.Option(help="Day they are wanted back: 2565-02-15.  [default: in seven days]")] = "",
) -> None:
    """Make a workbook per district with only the rows to correct, ready to send.

    Filled in and put into the raw folder, under any name, 'cdd build' takes the corrections in. Without --province,
    every office with something to correct gets one, and so do rows that belong to no known area.

    \b
    Example: cdd fixlist --province 80
    """
    from cdd_analysis.ingest.returns.fixlist import fix_books
    from cdd_analysis.ingest.returns.fixlist_book import write_book
    from cdd_analysis.ingest.store import Processed as Store
    from cdd_analysis.reporting import wanted

    codes = wanted.provinces(province, (), ()) if province else []
    store, day = Store(processed or project.processed()), _day(by)
    store.require()
    folder = out or project.root() / project.FIXLISTS
    folder.mkdir(parents=True, exist_ok=True)
    books = fix_books(store, codes)
    for book in books:
        path = folder / book.file_name
        write_book(book, path, by=day)
        print(f"{_shown(path)}: {book.rows:,} rows to correct, {len(book.matters):,} matters to check")
    if not books:
        print("There is nothing to correct.")


def _day(text: str) -> date | None:
    from cdd_analysis.thai.dates import parse_day

    try:
        return parse_day(text) if text else None
    except ValueError:
        raise UsageError("This is not a date.", where="--by", found=text, do="Write 2565-02-15.") from None


@app.command()
def template(
    table: Annotated[str | None, typer.Argument(help="Table, see docs/tables.md.")] = None,
    every: Annotated[bool, typer.Option("--all", help="A form for every table.")] = False,
    province: Annotated[str | None, typer.Option("--province", help="Offer the districts of this province.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the forms.  [default: forms]")] = None,
) -> None:
    """Write empty forms for offices to fill in: headings with notes, checked cells, an example that is not counted.

    \b
    Example: cdd template otop_sales --province 80
    """
    from cdd_analysis.datasets import table as table_named
    from cdd_analysis.datasets import tables
    from cdd_analysis.ingest.returns.template import write_template
    from cdd_analysis.reporting import wanted

    if bool(table) == every:
        raise UsageError("Which form?", do=f"Give --all or one of {', '.join(tables())}.")
    asked = list(tables().values()) if every else [table_named(str(table))]
    code = wanted.provinces([province], ())[0] if province else None
    folder = out or project.root() / project.FORMS
    folder.mkdir(parents=True, exist_ok=True)
    for one in asked:
        path = folder / f"{one.name}.xlsx"
        write_template(one, path, code)
        print(_shown(path))


@app.command()
def topics() -> None:
    """List the topics: number, key, title, and for each input table whether its data is there.

    \b
    Example: cdd topics
    """
    from cdd_analysis.ingest.store import Processed as Store
    from cdd_analysis.topics import topics as every_topic

    store = Store(project.processed())
    for key, module in every_topic().items():
        states = (
            f"{table} {'there' if len(store.read(table, columns=['source_file'])) else 'awaited'}"
            for table in module.TABLES
        )
        print(f"{module.NUMBER}  {key:<10}  {module.TITLE}: {', '.join(states) or 'the findings of the others'}")


@contextmanager
def _progress(title: str, total: int | None = None) -> Iterator[Tell]:
    """Where lines go: one each, unwrapped, into a pipe or log; above a moving bar at a terminal."""
    if not sys.stdout.isatty():
        yield lambda line: print(line, flush=True)
        return
    from rich.progress import Progress

    with Progress(transient=True) as bar:
        task = bar.add_task(title, total=total)

        def tell(line: str) -> None:
            bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
            bar.advance(task)

        yield tell


def _file_line(file: FileReport) -> str:
    if file.error:
        return f"{file.file}: failed: {_one_line(file.error)}"
    if file.fixes is not None:
        return f"{file.file}: fix list, {file.fixes:,} corrections asked for"
    changed = f", {file.corrections:,} corrections" if file.corrections else ""
    return (
        f"{file.file}: {file.sheets} sheets, {file.rows_read:,} rows read, "
        f"{file.rows_kept:,} kept, {file.problems:,} problems{changed}"
    )


def _page_line(outcome: Outcome, folder: Path) -> str:
    reason = f": {_one_line(outcome.reason)}" if outcome.reason else " (unchanged)" if outcome.is_unchanged else ""
    return f"{_shown(folder / outcome.page.name)}.html: {outcome.status}{reason}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shown(path: Path) -> str:
    """A path as the user would type it: from here where it lies below."""
    whole, here = path.resolve(), Path.cwd()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else whole)
