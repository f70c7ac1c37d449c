package io.patchbay.vault;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the master key lives.
 *
 * @param masterKey the file that holds it; empty in demo, where one is made in the data directory
 */
@ConfigurationProperties("patchbay")
record VaultSettings(
    @DefaultValue MasterKeyFile masterKey,
    @DefaultValue("./data") Path data,
    @DefaultValue("false") boolean demo) {
  record MasterKeyFile(@DefaultValue("") String file) {}
}
