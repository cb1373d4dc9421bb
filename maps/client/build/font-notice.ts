/** Whose the font is, as its own name table tells; no package brings its licence as a file. */
export const FONT_NOTICE = `Fira Sans, version 4.106 (Regular, Medium, SemiBold)

Digitized data copyright (c) 2012-2015, The Mozilla Foundation and Telefonica S.A.
Design: Carrois Corporate & Edenspiekermann AG
Fira Sans is a trademark of The Mozilla Corporation.

Licensed under the SIL Open Font License, Version 1.1:
https://openfontlicense.org/open-font-license-official-text/

Source of the files: the package @kern-ux/native.
Changed here: letters that European languages in Latin script do not need are left out, and the
format is WOFF2. The font may not be sold by itself and stays under this licence.
`;
