#include <algorithm>
#include <array>
#include <map>

#include "app/roster/table.h"
#include "app/roster/text.h"

namespace roster {

namespace {

using Fields = std::vector<std::string>;

// One record from `at`, which moves behind it; quoted fields may hold separators, line ends and doubled quotes.
Fields record(std::string_view text, std::size_t& at, char separator, int& lines) {
    Fields fields(1);
    bool quoted = false;
    while (at < text.size()) {
        const char c = text[at++];
        if (quoted) {
            if (c == '"' && at < text.size() && text[at] == '"') {
                fields.back() += '"';
                ++at;
            } else if (c == '"') {
                quoted = false;
            } else {
                if (c == '\n') ++lines;
                fields.back() += c;
            }
        } else if (c == '"' && fields.back().find_first_not_of(' ') == std::string::npos) {
            fields.back().clear();
            quoted = true;
        } else if (c == separator) {
            fields.emplace_back();
        } else if (c == '\n' || c == '\r') {
            if (c == '\r' && at < text.size() && text[at] == '\n') ++at;
            ++lines;
            return fields;
        } else {
            fields.back() += c;
        }
    }
    ++lines;
    return fields;
}

// The separator that cuts the most of the first records into the same number of fields.
char guess_separator(std::string_view text) {
    char best = ';';
    std::size_t best_score = 0;
    for (const char separator : {';', '\t', ',', '|'}) {
        std::map<std::size_t, std::size_t> records_by_size;
        std::size_t at = 0;
        int lines = 0;
        for (int i = 0; i < 60 && at < text.size(); ++i) {
            const std::size_t size = record(text, at, separator, lines).size();
            if (size > 1) ++records_by_size[size];
        }
        for (const auto& [size, records] : records_by_size) {
            if (size * records > best_score) {
                best_score = size * records;
                best = separator;
            }
        }
    }
    return best;
}

}  // namespace

ReadResult<Workbook> read_csv(base::ByteView bytes, const Limits& limits) {
    const std::string utf8 = to_utf8(bytes);
    // A text has no control characters; a program or a picture has.
    const std::string_view head = std::string_view(utf8).substr(0, 4096);
    const auto strange = std::count_if(head.begin(), head.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v';
    });
    if (strange > 0) return base::failure(ReadFailure{ProblemKind::file_unsupported, Format::unknown});

    std::string_view text = utf8;
    std::size_t at = 0;
    int lines = 0;
    char separator = 0;
    if (text.starts_with("sep=") && text.size() > 4) {  // Excel's own first line
        separator = text[4];
        at = std::min(text.find('\n'), text.size() - 1) + 1;
        lines = 1;
    } else {
        separator = guess_separator(text);
    }

    Spent spent{limits};
    SheetBuilder sheet(spent, "");
    while (at < text.size()) {
        const int row = lines;
        Fields fields = record(text, at, separator, lines);
        for (std::size_t column = 0; column < fields.size(); ++column) {
            std::string& field = fields[column];
            // ="0123": how exporters keep Excel from taking digits for a number.
            if (field.size() > 3 && field.starts_with("=\"") && field.back() == '"')
                field = field.substr(2, field.size() - 3);
            if (!sheet.put(row, static_cast<int>(column), text_cell(std::move(field)))) {
                return base::failure(ReadFailure{ProblemKind::file_too_large, Format::csv});
            }
        }
    }
    Workbook workbook{Format::csv, {}};
    workbook.sheets.push_back(sheet.take());
    return workbook;
}

}  // namespace roster
