package io.patchbay.hostapi;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Its own, so that no setting of the program renames what other programs hold on to. */
final class HostJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private HostJson() {}

  static byte[] bytes(Object answer) {
    return JSON.writeValueAsBytes(answer);
  }
}
