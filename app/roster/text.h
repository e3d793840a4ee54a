#pragma once

#include <string>
#include <string_view>

#include "platform/base/bytes.h"
#include "platform/base/utf8.h"

// How people type, made comparable.
namespace roster {

// Spaces of every kind become one, at the ends none; what cannot be seen goes; й and ё of two characters become one.
[[nodiscard]] std::string clean(std::string_view text);
// clean(), then lower case, ё as е, Latin letters that look like Cyrillic ones as these, dashes as "-" without spaces
// around, quotation marks gone. For comparing only.
[[nodiscard]] std::string fold(std::string_view text);
// As fold(), with every other sign as a space: "№ пары/группы" -> "№ пары группы", "Ф.И.О." -> "ф и о".
[[nodiscard]] std::string fold_words(std::string_view text);
// As people should see it: clean(), " - " as " – ".
[[nodiscard]] std::string tidy_dashes(std::string_view text);
// One word of a name as it is kept: Latin look-alikes within a Cyrillic word mended, ИВАНОВ and иванов as Иванов.
[[nodiscard]] std::string tidy_name(std::string_view text);
[[nodiscard]] bool has_only_name_characters(std::string_view text);  // letters, hyphen, apostrophe, full stop, space
[[nodiscard]] std::string upper(std::string_view text);

// Text of unknown origin: UTF-8 or UTF-16 by its mark, UTF-8 where it is that, else Windows-1251 or, as Excel's
// "CSV (MS-DOS)" makes it, code page 866.
[[nodiscard]] std::string to_utf8(base::ByteView bytes);
[[nodiscard]] std::string from_windows_1251(base::ByteView bytes);

}  // namespace roster
