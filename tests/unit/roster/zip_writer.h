#pragma once

#include <zlib.h>

#include <string>
#include <string_view>

#include "tests/support/catch.h"

// Workbooks as several writers make them, and as nobody should.
namespace roster_test {

// A zip archive, parts deflated; `copies` repeats a part's bytes to make it far larger unpacked than packed.
class ZipWriter {
  public:
    ZipWriter& add(const std::string& name, std::string_view content, int copies = 1) {
        std::string packed;
        uLong check = crc32(0, nullptr, 0);
        z_stream stream{};
        REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) == Z_OK);
        std::string block(65536, '\0');
        for (int i = 0; i < copies; ++i) {
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
            stream.avail_in = static_cast<uInt>(content.size());
            check = crc32_z(check, reinterpret_cast<const Bytef*>(content.data()), content.size());
            int state = Z_OK;
            do {
                stream.next_out = reinterpret_cast<Bytef*>(block.data());
                stream.avail_out = static_cast<uInt>(block.size());
                state = deflate(&stream, i + 1 == copies ? Z_FINISH : Z_NO_FLUSH);
                packed.append(block, 0, block.size() - stream.avail_out);
            } while (stream.avail_out == 0 || (i + 1 == copies && state != Z_STREAM_END));
        }
        deflateEnd(&stream);
        const auto offset = bytes_.size();
        // The sizes that a hostile archive gives are a lie anyway: here the unpacked one is always 1.
        const std::string sizes = u32(check) + u32(packed.size()) + u32(1) + u16(name.size());
        bytes_ += u32(0x04034b50) + u16(20) + u16(0x0800) + u16(8) + u32(0) + sizes + u16(0) + name + packed;
        directory_ += u32(0x02014b50) + u16(20) + u16(20) + u16(0x0800) + u16(8) + u32(0) + sizes + u16(0) + u16(0) +
                      u16(0) + u16(0) + u32(0) + u32(offset) + name;
        ++count_;
        return *this;
    }
    [[nodiscard]] std::string bytes() const {
        return bytes_ + directory_ + u32(0x06054b50) + u16(0) + u16(0) + u16(count_) + u16(count_) +
               u32(directory_.size()) + u32(bytes_.size()) + u16(0);
    }

  private:
    static std::string u16(std::size_t n) { return {static_cast<char>(n & 255), static_cast<char>(n >> 8 & 255)}; }
    static std::string u32(std::size_t n) { return u16(n & 65535) + u16(n >> 16 & 65535); }
    std::string bytes_, directory_;
    std::size_t count_ = 0;
};

inline constexpr std::string_view kRels =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "
    "Target='/xl/workbook.xml'/></Relationships>";
inline constexpr std::string_view kWorkbookRels =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='s1' Type='http://x/relationships/worksheet' Target='worksheets/sheet1.xml'/>"
    "<Relationship Id='s2' Type='http://x/relationships/worksheet' Target='worksheets/hidden.xml'/>"
    "<Relationship Id='t' Type='http://x/relationships/styles' Target='styles.xml'/>"
    "<Relationship Id='h' Type='http://x/relationships/sharedStrings' Target='/xl/sharedStrings.xml'/></Relationships>";
inline constexpr std::string_view kWorkbook =
    "<x:workbook xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://r'>"
    "<x:sheets><x:sheet name='Встречи' sheetId='1' r:id='s1'/><x:sheet name='Тайный' sheetId='2' state='hidden' "
    "r:id='s2'/></x:sheets></x:workbook>";

}  // namespace roster_test
