#pragma once

#include <string>
#include <string_view>

struct _xmlTextReader;

namespace roster {

// A stream of XML, namespaces left aside (writers choose their own prefixes). No network, no entities from outside,
// none that grow.
class Xml {
  public:
    explicit Xml(std::string_view document);  // must outlive it
    ~Xml();
    Xml(const Xml&) = delete;
    Xml& operator=(const Xml&) = delete;

    enum class Node { start, end, text, finished, damaged };
    // An element without content gives start and end.
    [[nodiscard]] Node next();
    [[nodiscard]] std::string_view name() const { return name_; }  // local; of start and end
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::string attribute(std::string_view local_name) const;  // of a start; empty where missing

  private:
    _xmlTextReader* reader_;
    std::string_view name_, text_;
    bool pending_end_ = false;
};

}  // namespace roster
