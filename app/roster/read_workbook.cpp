#include <algorithm>

#include "app/roster/table.h"
#include "app/roster/text.h"

namespace roster {

namespace {

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

}  // namespace

ReadResult<Workbook> read_workbook(base::ByteView bytes, const Limits& limits) {
    if (bytes.empty()) return base::failure(ReadFailure{ProblemKind::file_empty});
    if (bytes.size() > limits.file) return base::failure(ReadFailure{ProblemKind::file_too_large});
    const std::string_view raw = base::as_text(bytes);
    if (raw.starts_with("PK\x03\x04") || raw.starts_with("PK\x05\x06")) return read_zipped(bytes, limits);
    if (raw.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return read_xls(bytes, limits);
    if (raw.starts_with("%PDF") || raw.starts_with("{\\rtf") || raw.starts_with("\x89PNG") ||
        raw.starts_with("\xFF\xD8\xFF")) {
        return base::failure(ReadFailure{ProblemKind::file_unsupported});
    }
    // A BIFF stream without its container: Excel 2 to 4.
    if (bytes.size() > 4 && bytes[0] == 0x09 &&
        (bytes[1] == 0x00 || bytes[1] == 0x02 || bytes[1] == 0x04 || bytes[1] == 0x08) && bytes[3] == 0) {
        return base::failure(ReadFailure{ProblemKind::file_old_excel, Format::xls});
    }
    std::string utf16;
    std::string_view text = raw;
    if (raw.starts_with("\xFF\xFE") || raw.starts_with("\xFE\xFF")) text = utf16 = to_utf8(bytes);
    const std::string head = lower_ascii(text.substr(0, 4096));
    const std::size_t start = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (start == std::string::npos && text.size() <= 4096)
        return base::failure(ReadFailure{ProblemKind::file_empty, Format::csv});
    if (start != std::string::npos && head[start] == '<') {
        if (head.find("urn:schemas-microsoft-com:office:spreadsheet") != std::string::npos &&
            head.find("<html") == std::string::npos) {
            return read_spreadsheet_xml(utf16.empty() ? bytes : base::as_bytes(utf16), limits);
        }
        return read_html(utf16.empty() ? bytes : base::as_bytes(utf16), limits);
    }
    return read_csv(bytes, limits);
}

}  // namespace roster
