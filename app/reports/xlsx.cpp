#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdint>
#include <optional>

#include "app/reports/table.h"
#include "platform/base/check.h"

namespace reports {
namespace {

// The library of Debian 12 writes only to a file with a name. This one is memory with a name in /proc, so that a table
// with names of children never touches a disk on its way.
class MemoryFile {
  public:
    MemoryFile() : fd_(memfd_create("report", MFD_CLOEXEC)) {}
    ~MemoryFile() {
        if (fd_ >= 0) close(fd_);
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    [[nodiscard]] std::string name() const { return "/proc/self/fd/" + std::to_string(fd_); }
    [[nodiscard]] std::optional<base::Bytes> content() const {
        struct stat info {};
        if (fstat(fd_, &info) != 0) return std::nullopt;
        base::Bytes bytes(static_cast<std::size_t>(info.st_size));
        std::size_t done = 0;
        while (done < bytes.size()) {
            const auto got = pread(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
            if (got <= 0) return std::nullopt;
            done += static_cast<std::size_t>(got);
        }
        return bytes;
    }

  private:
    int fd_;
};

struct Formats {
    lxw_format* heading;
    lxw_format* text;
    lxw_format* date;
    lxw_format* time;
};

Formats make_formats(lxw_workbook* book) {
    Formats formats{workbook_add_format(book), workbook_add_format(book), workbook_add_format(book),
                    workbook_add_format(book)};
    format_set_bold(formats.heading);
    format_set_text_wrap(formats.heading);
    format_set_align(formats.heading, LXW_ALIGN_VERTICAL_TOP);
    format_set_bottom(formats.heading, LXW_BORDER_THIN);
    format_set_bg_color(formats.heading, 0xF6F3EC);
    format_set_align(formats.text, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format(formats.date, "dd.mm.yyyy");
    format_set_align(formats.date, LXW_ALIGN_LEFT);
    format_set_num_format(formats.time, "hh:mm");
    format_set_align(formats.time, LXW_ALIGN_LEFT);
    return formats;
}

lxw_error put(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell, const Formats& formats) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return text->empty() ? LXW_NO_ERROR : worksheet_write_string(sheet, row, column, text->c_str(), formats.text);
    }
    if (const auto* number = std::get_if<long long>(&cell)) {
        return worksheet_write_number(sheet, row, column, static_cast<double>(*number), formats.text);
    }
    if (const auto* date = std::get_if<domain::LocalDate>(&cell)) {
        lxw_datetime when{static_cast<int>(date->year()), static_cast<int>(static_cast<unsigned>(date->month())),
                          static_cast<int>(static_cast<unsigned>(date->day())), 0, 0, 0};
        return worksheet_write_datetime(sheet, row, column, &when, formats.date);
    }
    if (const auto* time = std::get_if<domain::Minutes>(&cell)) {
        return worksheet_write_number(sheet, row, column, static_cast<double>(time->count()) / (24 * 60), formats.time);
    }
    return LXW_NO_ERROR;
}

bool fill(lxw_workbook* book, const Table& table, const Formats& formats) {
    auto* sheet = workbook_add_worksheet(book, table.title.c_str());
    if (sheet == nullptr) return false;
    const auto columns = static_cast<lxw_col_t>(table.columns.size());
    for (lxw_col_t i = 0; i < columns; ++i) {
        const auto& column = table.columns[i];
        worksheet_set_column(sheet, i, i, column.width, nullptr);
        if (worksheet_write_string(sheet, 0, i, column.heading.c_str(), formats.heading) != LXW_NO_ERROR) return false;
    }
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        VS_CHECK(table.rows[r].size() == table.columns.size());
        for (lxw_col_t i = 0; i < columns; ++i) {
            const auto error = put(sheet, static_cast<lxw_row_t>(r + 1), i, table.rows[r][i], formats);
            if (error != LXW_NO_ERROR) return false;
        }
    }
    worksheet_freeze_panes(sheet, 1, 0);
    if (columns > 0) worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(table.rows.size()), columns - 1u);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    return true;
}

}  // namespace

base::Result<base::Bytes, XlsxError> xlsx(const std::vector<Table>& tables) {
    const MemoryFile file;
    if (!file.is_open()) return base::failure(XlsxError::no_memory_file);
    lxw_workbook* book = workbook_new(file.name().c_str());
    if (book == nullptr) return base::failure(XlsxError::library);
    const auto formats = make_formats(book);
    bool good = true;
    for (const auto& table : tables) good = good && fill(book, table, formats);
    // Closing frees the workbook, whatever it returns.
    if (workbook_close(book) != LXW_NO_ERROR || !good) return base::failure(XlsxError::library);
    auto bytes = file.content();
    if (!bytes || bytes->empty()) return base::failure(XlsxError::library);
    return std::move(*bytes);
}

}  // namespace reports
