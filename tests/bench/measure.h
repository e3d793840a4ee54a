#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace bench {

// Figures of one kind. Percentiles are of the sorted figures, the nearest rank.
class Samples {
  public:
    void add(double value) { values_.push_back(value); }
    [[nodiscard]] bool empty() const { return values_.empty(); }
    [[nodiscard]] std::size_t count() const { return values_.size(); }
    [[nodiscard]] double percentile(double part) const;
    [[nodiscard]] double median() const { return percentile(0.5); }
    [[nodiscard]] double p99() const { return percentile(0.99); }

  private:
    std::vector<double> values_;
};

// The table that the bench ends with: a figure, ours, what it is held against (measured in the same run), the aim as a
// number of the same unit, and whether it is met. Ours must not be above the aim.
class Table {
  public:
    void add(const std::string& figure, const std::string& unit, double ours, const std::string& held_against,
             double aim, const std::string& aim_in_words);
    void tell(const std::string& figure, const std::string& unit, double ours, const std::string& held_against);
    // A measurement that could not be made; counts as missed.
    void fail(const std::string& figure, const std::string& why);
    void print(std::FILE* to) const;
    [[nodiscard]] int missed() const { return missed_; }

  private:
    struct Row {
        std::string figure, ours, held_against, aim, met;
    };
    std::vector<Row> rows_;
    int missed_ = 0;
};

[[nodiscard]] std::string number(double value, const std::string& unit);

}  // namespace bench
