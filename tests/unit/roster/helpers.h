#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "app/roster/import.h"
#include "tests/support/catch.h"

namespace roster_test {

using namespace roster;

inline const domain::LocalDate kToday{std::chrono::year{2026} / 11 / 23};

inline SourceFile file(std::string name, std::string_view text) {
    const auto bytes = base::as_bytes(text);
    return {std::move(name), base::Bytes(bytes.begin(), bytes.end())};
}

inline SourceFile school_file(const std::string& name) {
    std::ifstream in(std::string(VSTRECHA_SOURCE_DIR) + "/assets/demo/school-12/" + name, std::ios::binary);
    REQUIRE(in.good());
    return {name, base::Bytes(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>())};
}

inline Random random(std::uint64_t seed = 1) {
    return [engine = std::make_shared<std::mt19937_64>(seed)] { return (*engine)(); };
}

inline ImportResult import(const domain::Roster& current, const std::vector<SourceFile>& files,
                           bool skip_bad_rows = false, std::uint64_t seed = 1) {
    Options options;
    options.today = kToday;
    options.skip_bad_rows = skip_bad_rows;
    return import_files(current, files, options, random(seed));
}

inline std::string told(const ImportResult& result) {
    std::string text;
    for (const Problem& p : result.problems) {
        if (p.severity == Severity::note) continue;
        text += p.file + "|" + p.sheet + "|" + std::to_string(p.row) + "|" + p.column + "|" + p.heading + "|" +
                fill(p.what.id, p.what.arguments) + "\n";
    }
    return text;
}

inline const Problem* problem(const ImportResult& result, ProblemKind kind) {
    for (const Problem& p : result.problems) {
        if (p.kind == kind) return &p;
    }
    return nullptr;
}

}  // namespace roster_test
