#include <charconv>
#include <cmath>
#include <map>
#include <vector>

#include "app/roster/bytes_reader.h"
#include "app/roster/ole.h"
#include "app/roster/table.h"
#include "app/roster/text.h"

// The binary .xls of Excel 97 to 2003 (BIFF8): records of a type, a length and bytes, in the stream "Workbook". Only
// what a list needs: sheets, strings, numbers, formats of dates, merged cells. Older kinds are refused with what to do.
namespace roster {

namespace {

using base::ByteView;

enum RecordType : std::uint32_t {
    kFormula = 0x0006,
    kEof = 0x000A,
    kDate1904 = 0x0022,
    kFilePass = 0x002F,
    kContinue = 0x003C,
    kBoundSheet = 0x0085,
    kMulRk = 0x00BD,
    kRString = 0x00D6,
    kXf = 0x00E0,
    kMergedCells = 0x00E5,
    kSst = 0x00FC,
    kLabelSst = 0x00FD,
    kNumber = 0x0203,
    kLabel = 0x0204,
    kBoolErr = 0x0205,
    kString = 0x0207,
    kRk = 0x027E,
    kFormat = 0x041E,
    kBof = 0x0809,
};

struct Record {
    std::uint32_t type = 0;
    ByteView data;
};

class Records {
  public:
    Records(ByteView stream, std::size_t at) : stream_(stream), at_(at) {}
    // False at the end, or where a record goes beyond it.
    bool next(Record& record) {
        if (at_ + 4 > stream_.size()) return false;
        const std::size_t length = read_u16(stream_, at_ + 2);
        if (at_ + 4 + length > stream_.size()) return false;
        record = {read_u16(stream_, at_), stream_.subspan(at_ + 4, length)};
        at_ += 4 + length;
        return true;
    }
    [[nodiscard]] std::uint32_t peek() const { return read_u16(stream_, at_); }

  private:
    ByteView stream_;
    std::size_t at_;
};

void append(std::u32string& text, std::uint32_t unit) {
    if (unit >= 0xDC00 && unit < 0xE000 && !text.empty() && text.back() >= 0xD800 && text.back() < 0xDC00) {
        text.back() = 0x10000 + ((text.back() - 0xD800) << 10) + (unit - 0xDC00);
    } else {
        text += unit;
    }
}

// A string within one record: `count` characters, a byte of flags, the characters.
std::string string_at(ByteView data, std::size_t at, std::size_t count) {
    const std::uint32_t flags = read_u8(data, at++);
    if (flags & 8) at += 2;
    if (flags & 4) at += 4;
    std::u32string text;
    for (std::size_t i = 0; i < count && at < data.size(); ++i, at += (flags & 1) ? 2 : 1) {
        append(text, (flags & 1) ? read_u16(data, at) : read_u8(data, at));
    }
    return base::to_utf8(std::move(text));
}

// The shared strings go on from record to record; where that cuts the characters of one, a new byte of flags follows.
class SharedStrings {
  public:
    explicit SharedStrings(std::vector<ByteView> parts) : parts_(std::move(parts)) {}

    std::vector<std::string> read() {
        std::vector<std::string> strings;
        skip(4);
        const std::uint32_t count = u32();
        while (strings.size() < count && !done()) {
            const std::uint32_t length = u16();
            std::uint32_t flags = u8();
            const std::uint32_t runs = (flags & 8) ? u16() : 0;
            const std::uint32_t extra = (flags & 4) ? u32() : 0;
            std::u32string text;
            for (std::uint32_t i = 0; i < length && !done(); ++i) {
                if (at_ >= parts_[part_].size()) {
                    next_part();
                    if (done()) break;
                    flags = (flags & ~1u) | (u8() & 1);
                }
                append(text, (flags & 1) ? u16() : u8());
            }
            skip(std::size_t{4} * runs);
            skip(extra);
            strings.push_back(base::to_utf8(std::move(text)));
        }
        return strings;
    }

  private:
    [[nodiscard]] bool done() const { return part_ >= parts_.size(); }
    void next_part() {
        ++part_;
        at_ = 0;
    }
    std::uint32_t u8() {
        while (!done() && at_ >= parts_[part_].size()) next_part();
        return done() ? 0 : parts_[part_][at_++];
    }
    std::uint32_t u16() {
        const std::uint32_t low = u8();
        return low | u8() << 8;
    }
    std::uint32_t u32() {
        const std::uint32_t low = u16();
        return low | u16() << 16;
    }
    void skip(std::size_t bytes) {
        while (bytes > 0 && !done()) {
            const std::size_t here = std::min(bytes, parts_[part_].size() - at_);
            at_ += here;
            bytes -= here;
            if (bytes > 0) next_part();
        }
    }
    std::vector<ByteView> parts_;
    std::size_t part_ = 0, at_ = 0;
};

double number_of_rk(std::uint32_t rk) {
    double value = 0;
    if (rk & 2)
        value = static_cast<double>(static_cast<std::int32_t>(rk) >> 2);
    else
        value = std::bit_cast<double>(static_cast<std::uint64_t>(rk & ~3u) << 32);
    return (rk & 1) ? value / 100 : value;
}

class XlsReader {
  public:
    XlsReader(ByteView stream, const Limits& limits) : stream_(stream), spent_{limits} {}

    ReadResult<Workbook> read() {
        Records records(stream_, 0);
        Record record;
        // 0x0600 is Excel 97 and later; before that, text has no Unicode and other records.
        if (!records.next(record) || record.type != kBof) return fail(ProblemKind::file_damaged);
        if (read_u16(record.data, 0) != 0x0600) return fail(ProblemKind::file_old_excel);
        while (records.next(record) && record.type != kEof) {
            switch (record.type) {
                case kFilePass:
                    return fail(ProblemKind::file_encrypted);
                case kDate1904:
                    from_1904_ = read_u16(record.data, 0) == 1;
                    break;
                case kFormat:
                    formats_[static_cast<int>(read_u16(record.data, 0))] =
                        is_moment_format(string_at(record.data, 4, read_u16(record.data, 2)));
                    break;
                case kXf:
                    styles_.push_back(static_cast<int>(read_u16(record.data, 2)));
                    break;
                case kBoundSheet: {
                    const bool visible = (read_u8(record.data, 4) & 3) == 0 && read_u8(record.data, 5) == 0;
                    if (visible)
                        sheets_.push_back(
                            {read_u32(record.data, 0), string_at(record.data, 7, read_u8(record.data, 6))});
                    break;
                }
                case kSst: {
                    std::vector<ByteView> parts{record.data};
                    while (records.peek() == kContinue && records.next(record)) parts.push_back(record.data);
                    strings_ = SharedStrings(std::move(parts)).read();
                    break;
                }
                default:
                    break;
            }
        }
        Workbook workbook{Format::xls, {}};
        for (const SheetEntry& entry : sheets_) {
            SheetBuilder sheet(spent_, entry.name);
            if (!read_sheet(entry.offset, sheet)) return fail(ProblemKind::file_too_large);
            workbook.sheets.push_back(sheet.take());
        }
        if (workbook.sheets.empty()) return fail(ProblemKind::file_damaged);
        return workbook;
    }

  private:
    struct SheetEntry {
        std::size_t offset;
        std::string name;
    };

    static tl::unexpected<ReadFailure> fail(ProblemKind kind) { return base::failure(ReadFailure{kind, Format::xls}); }

    [[nodiscard]] Cell numeric(double value, std::uint32_t style) const {
        if (!std::isfinite(value)) return {};
        if (style < styles_.size()) {
            const auto own = formats_.find(styles_[style]);
            if (own != formats_.end() ? own->second : is_builtin_moment_format(styles_[style])) {
                return moment_cell(value + (from_1904_ && value >= 1 ? 1462 : 0));
            }
        }
        char text[32];
        const auto [end, error] = std::to_chars(text, text + sizeof text, value);
        return number_cell(value, error == std::errc{} ? std::string(text, end) : std::string());
    }

    // False: over a limit.
    bool read_sheet(std::size_t offset, SheetBuilder& sheet) {
        Records records(stream_, offset);
        Record record;
        int depth = 0;  // charts within a sheet are streams within the stream
        std::pair<int, int> awaiting_string{-1, -1};
        while (records.next(record)) {
            const ByteView data = record.data;
            if (record.type == kBof) ++depth;
            if (record.type == kEof && --depth <= 0) break;
            if (depth != 1) continue;
            const int row = static_cast<int>(read_u16(data, 0)), column = static_cast<int>(read_u16(data, 2));
            const std::uint32_t style = read_u16(data, 4);
            bool good = true;
            switch (record.type) {
                case kNumber:
                    good = sheet.put(row, column, numeric(read_double(data, 6), style));
                    break;
                case kRk:
                    good = sheet.put(row, column, numeric(number_of_rk(read_u32(data, 6)), style));
                    break;
                case kMulRk:
                    for (std::size_t at = 4, i = 0; at + 6 + 2 <= data.size() && good; at += 6, ++i) {
                        good = sheet.put(row, column + static_cast<int>(i),
                                         numeric(number_of_rk(read_u32(data, at + 2)), read_u16(data, at)));
                    }
                    break;
                case kLabelSst: {
                    const std::uint32_t index = read_u32(data, 6);
                    if (index < strings_.size()) good = sheet.put(row, column, text_cell(strings_[index]));
                    break;
                }
                case kLabel:
                case kRString:
                    good = sheet.put(row, column, text_cell(string_at(data, 8, read_u16(data, 6))));
                    break;
                case kBoolErr:
                    if (read_u8(data, 7) == 0)
                        good = sheet.put(row, column, text_cell(read_u8(data, 6) ? "да" : "нет"));
                    break;
                case kFormula:
                    // The last value is kept beside the formula; FFFF marks one that is no number, 0 a text to follow.
                    if (read_u16(data, 12) != 0xFFFF)
                        good = sheet.put(row, column, numeric(read_double(data, 6), style));
                    else if (read_u8(data, 6) == 0)
                        awaiting_string = {row, column};
                    break;
                case kString:
                    if (awaiting_string.first >= 0) {
                        good = sheet.put(awaiting_string.first, awaiting_string.second,
                                         text_cell(string_at(data, 2, read_u16(data, 0))));
                    }
                    awaiting_string = {-1, -1};
                    break;
                case kMergedCells:
                    for (std::size_t at = 2; at + 8 <= data.size(); at += 8) {
                        const int first = static_cast<int>(read_u16(data, at)),
                                  last = static_cast<int>(read_u16(data, at + 2));
                        if (last > first && read_u16(data, at + 4) == read_u16(data, at + 6)) {
                            sheet.merge_down(first, last, static_cast<int>(read_u16(data, at + 4)));
                        }
                    }
                    break;
                default:
                    break;
            }
            if (!good) return false;
        }
        return true;
    }

    ByteView stream_;
    std::map<int, bool> formats_;
    std::vector<int> styles_;
    std::vector<std::string> strings_;
    std::vector<SheetEntry> sheets_;
    Spent spent_;
    bool from_1904_ = false;
};

}  // namespace

ReadResult<Workbook> read_xls(ByteView bytes, const Limits& limits) {
    const auto ole = Ole::open(bytes);
    if (!ole) return base::failure(ReadFailure{ProblemKind::file_damaged, Format::xls});
    // An .xlsx with a password is such a container too.
    if (ole->has("EncryptedPackage")) return base::failure(ReadFailure{ProblemKind::file_encrypted, Format::xlsx});
    auto stream = ole->read("Workbook");
    if (!stream && ole->has("Book")) return base::failure(ReadFailure{ProblemKind::file_old_excel, Format::xls});
    if (!stream) {
        const bool other = !ole->has("Workbook");  // a .doc, a .msi
        return base::failure(ReadFailure{other ? ProblemKind::file_unsupported : ProblemKind::file_damaged,
                                         other ? Format::unknown : Format::xls});
    }
    return XlsReader(*stream, limits).read();
}

}  // namespace roster
