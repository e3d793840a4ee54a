#pragma once

#include <string_view>

namespace api {

// Takes lines one after another, each at once in the hands of whoever reads along. Not durable.
class LineSink {
  public:
    virtual ~LineSink() = default;
    // `line` without its end. What cannot be written is lost silently: nothing depends on it.
    virtual void write(std::string_view line) = 0;
};

}  // namespace api
