#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/roster/headings.h"
#include "app/roster/import.h"

namespace roster {

// Where something stands. The headings outlive every place that points to them.
struct Place {
    int table = -1;  // of ImportResult::tables; -1: nowhere
    int row = 0;
    const Headings* headings = nullptr;
};

// Gathers problems in the words of problems.cpp and knows which rows are bad.
class Problems {
  public:
    explicit Problems(std::vector<TableReport>& tables) : tables_(tables) {}

    void add_file(ProblemKind kind, const std::string& file, const std::string& sheet = {},
                  std::vector<Argument> arguments = {});
    // `field`: whose column is named. `found` is given to the sentence as {found} too.
    void add(ProblemKind kind, const Place& place, std::optional<Field> field, std::string found,
             std::vector<Argument> arguments = {});
    void add_column(ProblemKind kind, const Place& place, int column, std::vector<Argument> arguments = {});

    [[nodiscard]] bool has_file_error() const { return file_error_; }
    [[nodiscard]] bool has_error() const { return error_; }
    // "people.xlsx, row 12": how one problem points to another row. The word comes with the translation of {row}.
    [[nodiscard]] std::string where(const Place& place) const;
    [[nodiscard]] std::vector<Problem> take();

  private:
    void push(Problem problem, std::vector<Argument> arguments);
    std::vector<TableReport>& tables_;
    std::vector<Problem> problems_;
    std::set<std::pair<int, int>> bad_rows_;
    bool file_error_ = false;
    bool error_ = false;
};

}  // namespace roster
