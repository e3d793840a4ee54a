// write_tables FOLDER WORD...: hostile.csv and hostile.xlsx, a table that has each word as a heading and in a cell. For
// words that the lists would refuse.
#include <fstream>

#include "app/reports/table.h"

int main(int argc, char** argv) {
    const std::string folder = argv[1];
    reports::Table table{"t", {}, {{}}};
    for (int i = 2; i < argc; ++i) {
        table.columns.push_back({argv[i], 20});
        table.rows.front().emplace_back(std::string{argv[i]});
    }
    const auto workbook = reports::xlsx({table});
    if (!workbook) return 1;
    std::ofstream(folder + "/hostile.csv", std::ios::binary) << reports::csv(table);
    std::ofstream xlsx(folder + "/hostile.xlsx", std::ios::binary);
    xlsx.write(reinterpret_cast<const char*>(workbook->data()), static_cast<std::streamsize>(workbook->size()));
    return xlsx ? 0 : 1;
}
