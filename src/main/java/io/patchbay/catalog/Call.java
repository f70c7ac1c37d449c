package io.patchbay.catalog;

import java.util.Map;

/**
 * One request as an entry declares it.
 *
 * @param url a template over {@code {base:host}}, {@code {kept:name}}, {@code {input}} and the
 *     values the caller names
 * @param body a JSON document, or empty; its texts are templates like the url
 * @param form fields sent form-encoded, or empty; templates like the url
 * @param authenticated whether the connection's credential goes along as {@link Auth#send} says
 * @param clientAuthenticated whether the operator's client id and secret go along as Basic
 */
public record Call(
    String method,
    String url,
    Map<String, String> headers,
    String body,
    Map<String, String> form,
    boolean authenticated,
    boolean clientAuthenticated) {}
