"""The command `prfaq-lint trend`, which shows how drafts developed in a git repository."""

from __future__ import annotations

import sys

import click

from .console import colour, columns, configs, kept_results, say
from .options import configured, jobs_and_cache, profile_and_stage, shape


@click.command(name="trend", short_help="Show how drafts got better from commit to commit.")
@click.argument("path")
@click.option("--since", default="", metavar="REV", help="Begin with the drafts as they were at a git revision.")
@shape("text", "json", "svg", "html")
@click.option("--output-file", "-o", default="", metavar="FILE", help="Write it to a file.")
@profile_and_stage
@jobs_and_cache
@configured
def command(
    path: str,
    since: str,
    shape: str,
    output_file: str,
    profile: str,
    stage: str,
    jobs: int,
    forgetful: bool,
    config_file: str,
    isolated: bool,
) -> int:
    """Show for each commit that changed a draft how good it was, what was fixed and what appeared.

    PATH is a draft or a folder in a git repository. Drafts are followed through renames, and a merge counts as one commit. All
    revisions are judged by today's rules. The last list names the kinds of remark that were fixed and came back.
    """
    from ..configuration.settings import Options
    from ..history.trend import trend
    from ..reports import trend as reports
    from ..reports.style import Style
    from ..runner.output import expect_writable, save
    from ..runner.run import Linters

    if output_file:
        expect_writable(output_file)
    linters = Linters(Options(profile=profile, stage=stage), configs(config_file, isolated))
    found = trend(path, linters, since, kept_results(forgetful), jobs)
    people = shape == "text" and not output_file
    shown = getattr(reports, shape)(found, Style(colour() and people, columns()))
    if output_file:
        save(output_file, shown, [path])
        say(f"{output_file}: written")
    else:
        sys.stdout.write(shown)
    return 0
