#include <charconv>
#include <map>
#include <optional>
#include <vector>

#include "app/roster/read_zipped.h"
#include "app/roster/xml.h"

namespace roster {

namespace {

using base::failure;

ReadFailure bad(ProblemKind kind) {
    return {kind, Format::xlsx};
}

int to_int(std::string_view text, int otherwise) {
    int value = otherwise;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

// "C12" -> column 2, row 11; -1 where it says nothing.
struct Reference {
    int column = -1;
    int row = -1;
};
Reference reference(std::string_view text) {
    Reference result;
    std::size_t i = 0;
    int column = 0;
    for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && i < 3; ++i)
        column = column * 26 + (text[i] - 'A' + 1);
    result.column = column - 1;
    const int row = to_int(text.substr(i), 0);
    result.row = row - 1;
    return result;
}

// Excel writes what XML cannot hold as _x000D_.
std::string unescape(std::string text) {
    std::size_t at = 0;
    while ((at = text.find("_x", at)) != std::string::npos) {
        if (at + 7 <= text.size() && text[at + 6] == '_') {
            int code = 0;
            const auto [end, error] = std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16);
            if (error == std::errc{} && end == text.data() + at + 6 && code < 0x20) {
                text.replace(at, 7, " ");
                continue;
            }
        }
        ++at;
    }
    return text;
}

std::string resolve(const std::string& folder, const std::string& target) {
    if (target.starts_with("/")) return target.substr(1);
    std::string path = folder, rest = target;
    while (rest.starts_with("../")) {
        rest.erase(0, 3);
        const std::size_t cut = path.size() > 1 ? path.rfind('/', path.size() - 2) : std::string::npos;
        path.erase(cut == std::string::npos ? 0 : cut + 1);
    }
    if (rest.starts_with("./")) rest.erase(0, 2);
    return path + rest;
}

struct Relation {
    std::string type, target;
};

// Of "xl/workbook.xml": "xl/_rels/workbook.xml.rels". Targets are relative to the folder of the part.
std::map<std::string, Relation> relations(Zip& zip, const std::string& part) {
    std::map<std::string, Relation> result;
    const std::size_t slash = part.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : part.substr(0, slash + 1);
    const auto file = zip.read(folder + "_rels/" + part.substr(folder.size()) + ".rels");
    if (file.status != Zip::Status::ok) return result;
    Xml xml(file.content);
    for (auto node = xml.next(); node != Xml::Node::finished && node != Xml::Node::damaged; node = xml.next()) {
        if (node == Xml::Node::start && xml.name() == "Relationship") {
            result[xml.attribute("Id")] = {xml.attribute("Type"), resolve(folder, xml.attribute("Target"))};
        }
    }
    return result;
}

std::string part_of_type(const std::map<std::string, Relation>& relations, std::string_view type) {
    for (const auto& [id, relation] : relations) {
        if (relation.type.ends_with(type)) return relation.target;
    }
    return {};
}

std::optional<std::vector<std::string>> shared_strings(const std::string& content, std::size_t most,
                                                       ProblemKind& problem) {
    std::vector<std::string> strings;
    Xml xml(content);
    bool in_text = false;
    int phonetic = 0;
    while (true) {
        const auto node = xml.next();
        if (node == Xml::Node::finished) break;
        if (node == Xml::Node::damaged) {
            problem = ProblemKind::file_damaged;
            return std::nullopt;
        }
        if (node == Xml::Node::start) {
            if (xml.name() == "si") {
                if (strings.size() >= most) {
                    problem = ProblemKind::file_too_large;
                    return std::nullopt;
                }
                strings.emplace_back();
            }
            if (xml.name() == "rPh") ++phonetic;
            if (xml.name() == "t") in_text = phonetic == 0;
        } else if (node == Xml::Node::end) {
            if (xml.name() == "t") in_text = false;
            if (xml.name() == "rPh") --phonetic;
        } else if (in_text && !strings.empty()) {
            strings.back() += xml.text();
        }
    }
    return strings;
}

// For each cell style: is it one of dates and times?
std::vector<bool> moment_styles(const std::string& content) {
    std::map<int, bool> formats;
    std::vector<bool> styles;
    Xml xml(content);
    bool in_cell_formats = false;
    for (auto node = xml.next(); node != Xml::Node::finished && node != Xml::Node::damaged; node = xml.next()) {
        if (xml.name() == "cellXfs")
            in_cell_formats = node == Xml::Node::start ? true : node == Xml::Node::end ? false : in_cell_formats;
        if (node != Xml::Node::start) continue;
        if (xml.name() == "numFmt") {
            formats[to_int(xml.attribute("numFmtId"), -1)] = is_moment_format(xml.attribute("formatCode"));
        } else if (xml.name() == "xf" && in_cell_formats) {
            const int id = to_int(xml.attribute("numFmtId"), 0);
            const auto own = formats.find(id);
            styles.push_back(own != formats.end() ? own->second : is_builtin_moment_format(id));
        }
    }
    return styles;
}

struct Context {
    std::vector<std::string> strings;
    std::vector<bool> moments;
    bool from_1904 = false;
    Spent spent;
};

Cell make_cell(const Context& context, const std::string& type, int style, std::string value, std::string inline_text) {
    if (type == "s") {
        const int index = to_int(value, -1);
        return index >= 0 && static_cast<std::size_t>(index) < context.strings.size()
                   ? text_cell(unescape(context.strings[static_cast<std::size_t>(index)]))
                   : Cell{};
    }
    if (type == "inlineStr") return text_cell(unescape(std::move(inline_text)));
    if (type == "str" || type == "e") return text_cell(unescape(std::move(value)));
    if (type == "b") return text_cell(value == "1" ? "да" : "нет");
    if (type == "d") {
        const auto days = days_of_iso(value);
        return days ? moment_cell(*days) : text_cell(std::move(value));
    }
    if (value.empty()) return text_cell(std::move(inline_text));
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size()) return text_cell(std::move(value));
    const bool moment = style >= 0 && static_cast<std::size_t>(style) < context.moments.size() &&
                        context.moments[static_cast<std::size_t>(style)];
    if (moment) return moment_cell(number + (context.from_1904 && number >= 1 ? 1462 : 0));
    return number_cell(number, std::move(value));
}

ReadResult<Sheet> read_sheet(const std::string& content, const std::string& name, Context& context) {
    SheetBuilder sheet(context.spent, name);
    Xml xml(content);
    int row = -1, column = -1, style = -1;
    std::string type, value, inline_text;
    bool in_value = false, in_inline = false, in_text = false;
    int phonetic = 0;
    while (true) {
        const auto node = xml.next();
        if (node == Xml::Node::finished) break;
        if (node == Xml::Node::damaged) return failure(bad(ProblemKind::file_damaged));
        const std::string_view element = node == Xml::Node::text ? std::string_view{} : xml.name();
        if (node == Xml::Node::start) {
            if (element == "row") {
                row = to_int(xml.attribute("r"), row + 2) - 1;
                column = -1;
            } else if (element == "c") {
                const Reference at = reference(xml.attribute("r"));
                column = at.column >= 0 ? at.column : column + 1;
                if (at.row >= 0) row = at.row;
                type = xml.attribute("t");
                style = to_int(xml.attribute("s"), -1);
                value.clear();
                inline_text.clear();
            } else if (element == "v") {
                in_value = true;
            } else if (element == "is") {
                in_inline = true;
            } else if (element == "rPh") {
                ++phonetic;
            } else if (element == "t") {
                in_text = in_inline && phonetic == 0;
            } else if (element == "mergeCell") {
                const std::string range = xml.attribute("ref");
                const std::size_t colon = range.find(':');
                if (colon != std::string::npos) {
                    const Reference from = reference(std::string_view(range).substr(0, colon));
                    const Reference to = reference(std::string_view(range).substr(colon + 1));
                    if (from.column == to.column && to.row > from.row) sheet.merge_down(from.row, to.row, from.column);
                }
            }
        } else if (node == Xml::Node::end) {
            if (element == "c") {
                if (!sheet.put(row, column, make_cell(context, type, style, value, inline_text))) {
                    return failure(bad(ProblemKind::file_too_large));
                }
            } else if (element == "v") {
                in_value = false;
            } else if (element == "is") {
                in_inline = false;
            } else if (element == "rPh") {
                --phonetic;
            } else if (element == "t") {
                in_text = false;
            }
        } else if (in_value) {
            value += xml.text();
        } else if (in_text) {
            inline_text += xml.text();
        }
    }
    return sheet.take();
}

}  // namespace

ReadResult<Workbook> read_xlsx(Zip& zip, const Limits& limits) {
    std::string main_part = part_of_type(relations(zip, ""), "/officeDocument");
    if (main_part.empty()) main_part = "xl/workbook.xml";
    const auto main = zip.read(main_part);
    if (main.status != Zip::Status::ok) return failure(failure_of(main.status, Format::xlsx));
    const auto parts = relations(zip, main_part);

    Context context{{}, {}, false, {limits}};
    struct SheetEntry {
        std::string name, part;
    };
    std::vector<SheetEntry> entries;
    Xml xml(main.content);
    for (auto node = xml.next(); node != Xml::Node::finished; node = xml.next()) {
        if (node == Xml::Node::damaged) return failure(bad(ProblemKind::file_damaged));
        if (node != Xml::Node::start) continue;
        if (xml.name() == "workbookPr") {
            const std::string from_1904 = xml.attribute("date1904");
            context.from_1904 = from_1904 == "1" || from_1904 == "true";
        } else if (xml.name() == "sheet") {
            const std::string state = xml.attribute("state");
            if (state == "hidden" || state == "veryHidden") continue;  // what nobody sees was not meant to be given
            const auto part = parts.find(xml.attribute("id"));
            if (part != parts.end() && part->second.type.ends_with("/worksheet"))
                entries.push_back({xml.attribute("name"), part->second.target});
        }
    }

    if (const std::string part = part_of_type(parts, "/sharedStrings"); !part.empty()) {
        const auto file = zip.read(part);
        if (file.status != Zip::Status::ok && file.status != Zip::Status::missing)
            return failure(failure_of(file.status, Format::xlsx));
        if (file.status == Zip::Status::ok) {
            ProblemKind problem{};
            auto strings = shared_strings(file.content, limits.cells, problem);
            if (!strings) return failure(bad(problem));
            context.strings = std::move(*strings);
        }
    }
    if (const std::string part = part_of_type(parts, "/styles"); !part.empty())
        context.moments = moment_styles(zip.read(part).content);

    Workbook workbook{Format::xlsx, {}};
    for (const SheetEntry& entry : entries) {
        const auto file = zip.read(entry.part);
        if (file.status != Zip::Status::ok) return failure(failure_of(file.status, Format::xlsx));
        auto sheet = read_sheet(file.content, entry.name, context);
        if (!sheet) return failure(sheet.error());
        workbook.sheets.push_back(std::move(*sheet));
    }
    return workbook;
}

}  // namespace roster
