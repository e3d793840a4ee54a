#include "app/roster/xml.h"

#include <libxml/xmlreader.h>

namespace roster {

namespace {

std::string_view view(const xmlChar* text) {
    return text ? reinterpret_cast<const char*>(text) : std::string_view{};
}

}  // namespace

Xml::Xml(std::string_view document)
    : reader_(xmlReaderForMemory(
          document.data(), static_cast<int>(document.size()), nullptr, nullptr,
          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_COMPACT)) {}

Xml::~Xml() {
    if (reader_) xmlFreeTextReader(reader_);
}

Xml::Node Xml::next() {
    if (!reader_) return Node::damaged;
    if (pending_end_) {
        pending_end_ = false;
        return Node::end;
    }
    while (true) {
        const int state = xmlTextReaderRead(reader_);
        if (state < 0) return Node::damaged;
        if (state == 0) return Node::finished;
        switch (xmlTextReaderNodeType(reader_)) {
            case XML_READER_TYPE_ELEMENT:
                name_ = view(xmlTextReaderConstLocalName(reader_));
                pending_end_ = xmlTextReaderIsEmptyElement(reader_) == 1;
                return Node::start;
            case XML_READER_TYPE_END_ELEMENT:
                name_ = view(xmlTextReaderConstLocalName(reader_));
                return Node::end;
            case XML_READER_TYPE_TEXT:
            case XML_READER_TYPE_CDATA:
            case XML_READER_TYPE_WHITESPACE:
            case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
                text_ = view(xmlTextReaderConstValue(reader_));
                return Node::text;
            case XML_READER_TYPE_DOCUMENT_TYPE:
                return Node::damaged;  // no spreadsheet has one; entities could grow
            default:
                break;
        }
    }
}

std::string Xml::attribute(std::string_view local_name) const {
    std::string value;
    if (xmlTextReaderMoveToFirstAttribute(reader_) != 1) return value;
    do {
        if (view(xmlTextReaderConstLocalName(reader_)) == local_name) {
            value = view(xmlTextReaderConstValue(reader_));
            break;
        }
    } while (xmlTextReaderMoveToNextAttribute(reader_) == 1);
    xmlTextReaderMoveToElement(reader_);
    return value;
}

}  // namespace roster
