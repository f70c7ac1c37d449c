package io.patchbay.testing;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A workspace in heavy use: many integrations, each with several accounts. Its rows are put in by
 * hand, because a consent page for each would take minutes; every tenth integration has a login
 * that expired.
 */
public final class FullDirectory {
  private static final String TEMPLATE = "slack";

  private FullDirectory() {}

  /**
   * Writes entries that are one of the built-in ones by other names, as a folder for {@code
   * patchbay.catalog}.
   *
   * @return their slugs
   */
  public static List<String> write(Path folder, int howMany) {
    try {
      Path template = Path.of("catalog", TEMPLATE);
      String entry = Files.readString(template.resolve("integration.yml"));
      for (String slug : slugs(howMany)) {
        Path own = Files.createDirectories(folder.resolve(slug));
        Files.writeString(
            own.resolve("integration.yml"),
            entry
                .replace("slug: slack\n", "slug: " + slug + "\n")
                .replace("\nname: Slack\n", "\nname: " + slug.replace("tool-", "Tool ") + "\n")
                .replaceFirst("\nfeatured: \\d+", ""));
        Files.write(own.resolve("logo.svg"), Files.readAllBytes(template.resolve("logo.svg")));
      }
      return slugs(howMany);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> slugs(int howMany) {
    return IntStream.rangeClosed(1, howMany).mapToObj("tool-%02d"::formatted).toList();
  }

  /**
   * Turns the integrations on and connects them.
   *
   * @param superuser who may write any row
   * @param accounts how many for each integration
   */
  public static void connect(
      JdbcClient superuser,
      WorkspaceId workspace,
      PersonId by,
      List<String> integrations,
      int accounts) {
    superuser
        .sql(
            """
            with turned_on as (
              insert into installs (workspace_id, integration, created_at, created_by, requires_billing_admin)
              select :workspace, slug, now() - interval '9 days', :by, false
              from unnest(:slugs) as slug
              returning workspace_id, id, integration),
            chosen as (
              insert into step_results (workspace_id, install_id, step, choices, saved_by)
              select workspace_id, id, 'notify', '{"events": ["new_lead", "deal_won"]}', :by from turned_on),
            connected as (
              insert into connections (owner_id, owner_kind, integration, install_id, account_id, account_name,
                account_url, connected_by, created_at)
              select workspace_id, 'workspace', integration, id, integration || '-' || n, 'Account ' || n,
                'https://account-' || n || '.example.com/', :by, now() - interval '5 days'
              from turned_on, generate_series(1, :accounts) as n
              returning owner_id, id, integration, install_id, account_name),
            picked as (
              insert into resources (workspace_id, install_id, owner_id, connection_id, kind, external_id, name, linked_by)
              select owner_id, install_id, owner_id, id, 'channels', 'C' || n, '#channel-' || n, :by
              from connected, generate_series(1, 2) as n)
            insert into observations (owner_id, connection_id, first_ok_at, last_ok_at, ok_since, last_attempt_at,
              granted_scopes, granted_at, first_event_at, last_event_at,
              refused_as, refused_code, refused_since, refused_at)
            select owner_id, id, now() - interval '5 days', now() - interval '20 minutes',
              case when not expired then now() - interval '5 days' end, now() - interval '20 minutes',
              '{channels:read,chat:write}', now() - interval '5 days', now() - interval '5 days', now() - interval '1 hour',
              case when expired then 'login_expired' end, case when expired then 'token_revoked' end,
              case when expired then now() - interval '2 hours' end, case when expired then now() - interval '20 minutes' end
            from (select *, integration like '%0' and account_name = 'Account 1' as expired from connected)
            """)
        .param("workspace", workspace.value())
        .param("by", by.value())
        .param("slugs", integrations.toArray(String[]::new))
        .param("accounts", accounts)
        .update();
  }

  /**
   * Puts other workspaces beside it, each with one connection that works and one resource.
   *
   * @param superuser who may write any row
   */
  public static void beside(JdbcClient superuser, int workspaces, String integration) {
    superuser
        .sql(
            """
            with made as (
              insert into workspaces (slug, name) select 'neighbour-' || n, 'Neighbour ' || n from generate_series(1, :workspaces) as n
              returning id),
            turned_on as (
              insert into installs (workspace_id, integration, created_at, created_by, requires_billing_admin)
              select id, :integration, now() - interval '9 days', id, false from made
              returning workspace_id, id),
            connected as (
              insert into connections (owner_id, owner_kind, integration, install_id, account_id, account_name, connected_by, created_at)
              select workspace_id, 'workspace', :integration, id, 'a', 'Account', workspace_id, now() - interval '5 days' from turned_on
              returning owner_id, id, install_id),
            picked as (
              insert into resources (workspace_id, install_id, owner_id, connection_id, kind, external_id, name, linked_by)
              select owner_id, install_id, owner_id, id, 'channels', 'C' || owner_id, '#general', owner_id from connected)
            insert into observations (owner_id, connection_id, first_ok_at, last_ok_at, ok_since, last_attempt_at, granted_scopes, granted_at)
            select owner_id, id, now() - interval '5 days', now() - interval '20 minutes', now() - interval '5 days',
              now() - interval '20 minutes', '{channels:read,chat:write}', now() - interval '5 days' from connected
            """)
        .param("workspaces", workspaces)
        .param("integration", integration)
        .update();
  }
}
