#include <libxml/HTMLparser.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>
#include <vector>

#include "app/roster/table.h"
#include "app/roster/text.h"

// What many programs of schools call .xls is a web page with a table; Excel opens it, so the curator does not know.
namespace roster {

namespace {

std::string_view name_of(const xmlNode* node) {
    return node->type == XML_ELEMENT_NODE && node->name ? reinterpret_cast<const char*>(node->name)
                                                        : std::string_view{};
}

int span(xmlNode* node, const char* attribute) {
    const std::unique_ptr<xmlChar, void (*)(void*)> value(xmlGetProp(node, reinterpret_cast<const xmlChar*>(attribute)),
                                                          [](void* p) { xmlFree(p); });
    const int n = value ? std::atoi(reinterpret_cast<const char*>(value.get())) : 1;
    return std::clamp(n, 1, 10'000);
}

// The text of a cell; a line break or a block is a space, a table inside belongs to itself.
void gather(const xmlNode* node, std::string& text, int depth) {
    if (depth > 200) return;
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            if (child->content) text += reinterpret_cast<const char*>(child->content);
            continue;
        }
        const std::string_view name = name_of(child);
        if (name == "table" || name == "script" || name == "style") continue;
        if (name == "br" || name == "p" || name == "div" || name == "li") text += ' ';
        gather(child, text, depth + 1);
    }
}

// Rows of a table are counted as Excel shows the page: one table below the other.
class Tables {
  public:
    explicit Tables(const Limits& limits) : spent_{limits} {}
    // False: too large.
    bool walk(xmlNode* node, int depth) {
        if (depth > 200) return true;
        for (xmlNode* child = node; child; child = child->next) {
            if (child->type != XML_ELEMENT_NODE) continue;
            if (name_of(child) == "table" && !table(child)) return false;
            if (!walk(child->children, depth + 1)) return false;
        }
        return true;
    }
    std::vector<Sheet> take() { return std::move(sheets_); }

  private:
    bool table(xmlNode* node) {
        SheetBuilder sheet(spent_, "");
        std::set<std::pair<int, int>> covered;  // by a rowspan above
        int row = 0;
        if (!rows(node->children, sheet, covered, row)) return false;
        sheets_.push_back(sheet.take());
        return true;
    }

    bool rows(xmlNode* first, SheetBuilder& sheet, std::set<std::pair<int, int>>& covered, int& row) {
        for (xmlNode* node = first; node; node = node->next) {
            const std::string_view name = name_of(node);
            if (name == "thead" || name == "tbody" || name == "tfoot") {
                if (!rows(node->children, sheet, covered, row)) return false;
            } else if (name == "tr") {
                if (!cells(node, sheet, covered, row)) return false;
                ++row;
            }
        }
        return true;
    }

    bool cells(xmlNode* tr, SheetBuilder& sheet, std::set<std::pair<int, int>>& covered, int row) {
        int column = 0;
        for (xmlNode* node = tr->children; node; node = node->next) {
            const std::string_view name = name_of(node);
            if (name != "td" && name != "th") continue;
            while (covered.contains({row, column})) ++column;
            const int columns = span(node, "colspan"), rows_spanned = span(node, "rowspan");
            std::string text;
            gather(node, text, 0);
            if (!sheet.put(row, column, text_cell(std::move(text)))) return false;
            if (rows_spanned > 1) {
                if (columns == 1) sheet.merge_down(row, row + rows_spanned - 1, column);
                for (int r = 1; r < rows_spanned; ++r) {
                    for (int c = 0; c < std::min(columns, 200); ++c) covered.emplace(row + r, column + c);
                }
                if (covered.size() > spent_.limits.cells) return false;
            }
            column += std::min(columns, 1000);
        }
        return true;
    }

    Spent spent_;
    std::vector<Sheet> sheets_;
};

}  // namespace

ReadResult<Workbook> read_html(base::ByteView bytes, const Limits& limits) {
    if (bytes.size() > limits.page) return base::failure(ReadFailure{ProblemKind::file_too_large, Format::html});
    // A page often names no encoding, or a wrong one: the bytes tell.
    const std::string utf8 = to_utf8(bytes);
    const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(
        htmlReadMemory(
            utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8",
            HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT),
        xmlFreeDoc);
    if (!document) return base::failure(ReadFailure{ProblemKind::file_damaged, Format::html});
    Tables tables{limits};
    if (!tables.walk(xmlDocGetRootElement(document.get()), 0))
        return base::failure(ReadFailure{ProblemKind::file_too_large, Format::html});
    Workbook workbook{Format::html, tables.take()};
    if (workbook.sheets.empty()) return base::failure(ReadFailure{ProblemKind::file_unsupported, Format::html});
    return workbook;
}

}  // namespace roster
