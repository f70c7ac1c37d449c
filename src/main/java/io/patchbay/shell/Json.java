package io.patchbay.shell;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How records become JSON and come from it: names with underscores, what is null is said, times in
 * UTC. In plain sight, because Spring Boot's way to the same looks at each bean of a start for what
 * it might add.
 */
@Configuration(proxyBeanMethods = false)
class Json {
  @Bean
  JsonMapper jsonMapper() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .changeDefaultPropertyInclusion(it ->
            it.withValueInclusion(JsonInclude.Include.ALWAYS)
                .withContentInclusion(JsonInclude.Include.ALWAYS))
        .build();
  }
}
