#pragma once

// The real communities, read once a process.

#include "schema/domain/community.h"
#include "tests/support/temporary_folder.h"

namespace doorstep::fuzzing {

inline const domain::Gazetteer& places() {
  static const domain::Gazetteer gazetteer = [] {
    const auto csv = testing::read_file(DOORSTEP_SOURCE_DIR "/schema/data/communities.csv");
    return domain::Gazetteer(domain::parse_communities_csv(csv).value().communities);
  }();
  return gazetteer;
}

}  // namespace doorstep::fuzzing
