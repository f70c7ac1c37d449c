package io.patchbay.egress;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator may say about the door.
 *
 * @param allow exceptions, each {@code host:port} or {@code host:from-to}; the host is an IP
 *     address or a name
 * @param timeout for one request as a whole, from the name's lookup to the last byte
 */
@ConfigurationProperties("patchbay.egress")
record EgressSettings(@DefaultValue List<String> allow, @DefaultValue("10s") Duration timeout) {}
