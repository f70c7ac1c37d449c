package io.patchbay.catalog.rules;

import java.util.List;
import java.util.stream.Stream;

/** Where the language keeps what kind of text; {@code *} is any property or item. */
final class Places {
  private static final List<String> CALLS =
      List.of(
          "/check",
          "/installations",
          "/resources/*",
          "/auth/oauth2/revoke",
          "/webhook/subscription/create",
          "/webhook/subscription/list",
          "/webhook/subscription/delete",
          "/webhook/reconciliation/list",
          "/webhook/reconciliation/again");
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
  private static final List<String> QUESTIONS =
      List.of(
          "/check/ok",
          "/check/failures/*",
          "/auth/*/failures/*",
          "/auth/oauth2/revoke/ok",
          "/resources/*/next/more",
          "/webhook/reconciliation/list/item/ok",
          "/webhook/challenge/when");

  static final List<String> FIELDS = List.of("/auth/*/fields/*", "/steps/*/fields/*");

  static final List<String> ADDRESSES =
      Stream.concat(
              Stream.of(
                  "/auth/oauth2/authorize_url",
                  "/auth/oauth2/token_url",
                  "/auth/client_credentials/token_url",
                  "/auth/oauth2/issuer",
                  "/auth/*/manage",
                  "/installations/install_url",
                  "/webhook/manage"),
              CALLS.stream().flatMap(call -> METHODS.stream().map(method -> call + "/" + method)))
          .toList();

  static final List<String> TEMPLATES =
      Stream.of(
              ADDRESSES.stream(),
              Stream.of("/auth/*/send/value"),
              CALLS.stream()
                  .flatMap(call -> Stream.of("/headers/*", "/form/*", "/body/*").map(call::concat)))
          .flatMap(paths -> paths)
          .toList();

  static final List<String> VALUES =
      Stream.concat(
              Stream.of(
                  "/check/account/*",
                  "/installations/id",
                  "/installations/name",
                  "/resources/*/item/*",
                  "/resources/*/next/cursor",
                  "/resources/*/next/url",
                  "/auth/*/token/access",
                  "/auth/*/token/refresh",
                  "/auth/*/token/expires",
                  "/auth/*/token/keep/*",
                  "/auth/*/granted/json",
                  "/check/granted/json",
                  "/webhook/challenge/answer",
                  "/webhook/challenge/token",
                  "/webhook/delivery_id",
                  "/webhook/event",
                  "/webhook/subscription/create/id",
                  "/webhook/subscription/create/secret",
                  "/webhook/subscription/list/item/*",
                  "/webhook/subscription/list/next/cursor",
                  "/webhook/subscription/list/next/url",
                  "/webhook/reconciliation/list/item/id",
                  "/webhook/reconciliation/list/item/event",
                  "/webhook/reconciliation/list/item/at",
                  "/webhook/reconciliation/list/next/cursor",
                  "/webhook/reconciliation/list/next/url",
                  "/webhook/route/*"),
              QUESTIONS.stream()
                  .flatMap(question -> Stream.of(question + "/json", question + "/code")))
          .toList();

  static final List<String> POINTERS =
      Stream.concat(
              Stream.of(
                  "/installations/items",
                  "/resources/*/items",
                  "/webhook/subscription/list/items",
                  "/webhook/reconciliation/list/items",
                  "/resources/*/next/into/body",
                  "/webhook/signature/timestamp/json"),
              QUESTIONS.stream().map(question -> question + "/each"))
          .toList();

  static final List<String> PATTERNS =
      Stream.of(
              FIELDS.stream().map(field -> field + "/pattern"),
              QUESTIONS.stream().map(question -> question + "/matches"),
              Stream.of("/inputs/*/pattern"))
          .flatMap(paths -> paths)
          .toList();

  static final List<String> TEXTS =
      Stream.concat(
              Stream.of(
                  "/summary",
                  "/description",
                  "/features",
                  "/account_noun",
                  "/warning",
                  "/auth/oauth2/scopes/*/reason",
                  "/auth/oauth2/permissions/*/reason",
                  "/installations/noun",
                  "/resources/*/noun",
                  "/steps/*/title",
                  "/steps/*/help",
                  "/inputs/*/label",
                  "/inputs/*/help"),
              FIELDS.stream()
                  .flatMap(
                      field -> Stream.of("/label", "/help", "/options/*/label").map(field::concat)))
          .toList();

  private Places() {}
}
