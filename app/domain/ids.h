#pragma once

#include <cstdint>

#include "platform/base/id.h"

namespace domain {

// Opaque: 16 characters of 0-9a-f drawn at random when the thing is first imported (events name people only so).
using PersonId = base::Id<struct PersonTag>;
using GroupId = base::Id<struct GroupTag>;
using MeetingId = base::Id<struct MeetingTag>;
using KioskId = base::Id<struct KioskTag>;

// The number of an event in its kiosk's log: 1, 2, 3 ...; 0 stands for none. A gap is legal in two ways only: what was
// acknowledged was pruned, or damage, which a later LogContinued names.
using Seq = std::uint64_t;

}  // namespace domain
