/** What the card says about a project, a district, a place. */
import type { District, Project } from "./answers";
import type { CardContent } from "./card";
import { signFromMarkup } from "./elements";
import type { Speech } from "./messages";

export interface PageFacts {
  /** Prefix of pages in this language: empty or `/en`. */
  readonly prefix: string;
  /** Path of this page. */
  readonly path: string;
}

export function projectCard(
  project: Project,
  districtName: (id: string) => string,
  speech: Speech,
  { prefix }: PageFacts,
): CardContent {
  const { say } = speech;
  const rows = [
    { term: say("project_districts"), value: project.districts.map(districtName).join(", ") },
    { term: say("project_period"), value: periodText(project, speech) },
    {
      term: say("project_cost"),
      value: project.costEur === undefined ? say("not_given") : speech.money(project.costEur),
    },
  ];
  const status = say(`status_${project.status}`);
  return {
    about: { kind: "project", id: project.id },
    kicker: `${say("project_number", { number: project.number })} · ${status}`,
    title: project.name,
    rows: rows.filter(({ value }) => value !== ""),
    ...(project.accuracyM !== undefined && {
      note: say("project_accuracy", { meters: speech.number(project.accuracyM) }),
    }),
    links: [{ text: say("project_page"), href: prefix + project.url }],
  };
}

export function periodText(project: Project, speech: Speech): string {
  const { periodFrom, periodTo } = project;
  const from = periodFrom === undefined ? undefined : speech.day(periodFrom);
  const to = periodTo === undefined ? undefined : speech.day(periodTo);
  if (from !== undefined && to !== undefined) return from === to ? from : `${from} – ${to}`;
  if (from !== undefined) return speech.say("period_from", { from });
  return to === undefined ? speech.say("not_given") : speech.say("period_to", { to });
}

/**
 * `projects` is their number in the filter, undefined when not known; `onlyThis` is the search
 * part of the URL that shows this district alone.
 */
export function districtCard(
  district: District,
  projects: number | undefined,
  onlyThis: string,
  speech: Speech,
  { prefix, path }: PageFacts,
): CardContent {
  return {
    about: { kind: "district", id: district.id },
    kicker: district.code,
    sign: signFromMarkup(district.sign, 28),
    title: district.name,
    rows: [],
    ...(projects !== undefined && { note: speech.count("count_projects", projects) }),
    links: [
      { text: speech.say("district_page"), href: `${prefix}/stadtteile/${district.id}` },
      { text: speech.say("only_this_district"), href: path + onlyThis, own: true },
    ],
  };
}

export function placeCard(name: string, district: string): CardContent {
  return { kicker: district, title: name, rows: [], links: [] };
}
