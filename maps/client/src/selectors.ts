/** The parts of a page that its scripts know by name. */

/** What htmx asks for and replaces as a whole: form, cards and list. */
export const PANEL = "#panel";
/** The filter. */
export const FORM = "#filter";
/** The districts as cards. */
export const STRIP = "#strip";
/** The scope of one question at a time; form, cards and links name it in `hx-sync`. */
export const QUESTION_SCOPE = "#main";
