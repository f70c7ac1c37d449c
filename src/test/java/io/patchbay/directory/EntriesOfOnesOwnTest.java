package io.patchbay.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import io.patchbay.testing.FullDirectory;
import io.patchbay.testing.NoRounds;
import io.patchbay.usage.Figures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What an entry can say and no built-in one does. Of nine entries the 1st asks everybody, and asks
 * its form for each account; the 2nd takes the Business plan and is hidden from others, the 3rd a
 * flag; the 4th to 9th take the Business plan and are shown to all.
 */
class EntriesOfOnesOwnTest {
  private static final PersonId ADA =
      new PersonId(UUID.fromString("019ab000-0000-7000-8000-000000000011"));
  private static final String KEY = "pbk_" + UUID.randomUUID();

  @TempDir static Path catalog;
  private static ConfigurableApplicationContext program;
  private static Browser ada;
  private static int port;

  @BeforeAll
  static void aCatalogWithGates() throws Exception {
    for (var slug : FullDirectory.write(catalog, 9)) {
      var file = catalog.resolve(slug).resolve("integration.yml");
      if (slug.equals("tool-01")) {
        Files.writeString(
            file, Files.readString(file).replaceFirst("on: install", "on: connection"));
      }
      Files.writeString(
          file,
          switch (slug) {
            case "tool-01" -> "";
            case "tool-02" -> "\ngate: { plan: business, otherwise: hide }\n";
            case "tool-03" -> "\ngate: { flag: new-crm, otherwise: show_disabled }\n";
            default -> "\ngate: { plan: business, otherwise: show_disabled }\n";
          },
          StandardOpenOption.APPEND);
    }
    var settings = new HashMap<>(Database.properties());
    settings.put("patchbay.catalog", catalog.toString());
    settings.put("patchbay.empty", "true");
    settings.put("db-scheduler.enabled", "false");
    settings.put("server.port", "0");
    program = NoRounds.start(settings);
    port =
        Integer.parseInt(
            Objects.requireNonNull(program.getEnvironment().getProperty("local.server.port")));
    ada = Browser.of(port, "ada");
    Database.asOwner()
        .sql("insert into host_keys (name, hash) values ('gates', ?)")
        .param(MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8)))
        .update();
  }

  @AfterAll
  static void theProgramEnds() {
    program.close();
  }

  @Test
  void whatIsHiddenIsNowhere() {
    var slug = workspace();
    assertThat(directory(slug, "")).contains("Tool 01").doesNotContain("Tool 02");
    assertThat(directory(slug, "?q=Tool+02")).doesNotContain(">Tool 02<");
    assertThat(ada.get("/w/" + slug + "/connect").body()).doesNotContain("Tool 02");
    assertThat(json(slug)).doesNotContain("tool-02");
    var page = ada.get("/w/" + slug + "/integrations/tool-02");
    var never = ada.get("/w/" + slug + "/integrations/tool-99");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body().replace("tool-02", "tool-99")).isEqualTo(never.body());
    assertThat(ada.get("/w/" + slug + "/integrations/tool-02/setup/authorize").statusCode())
        .isEqualTo(404);
    assertThat(begin(slug, "tool-02").statusCode()).isEqualTo(404);
    assertThat(counts(slug)).isEqualTo(counts(slug, "business") - 1);
  }

  @Test
  void whatIsShownSaysWhyAndBeginsNothing() {
    var slug = workspace();
    var card = card(directory(slug, "?q=Tool+04"), "tool-04");
    assertThat(card).contains("Business plan").doesNotContain("<button").doesNotContain("Connect");
    assertThat(card(directory(slug, "?q=Tool+03"), "tool-03")).contains("Not turned on here");
    var details = ada.get("/w/" + slug + "/integrations/tool-04");
    assertThat(details.statusCode()).isEqualTo(200);
    assertThat(details.body())
        .contains("Tool 04 comes with the Business plan.")
        .doesNotContain("/setup/");
    assertThat(ada.get("/w/" + slug + "/connect?provider=tool-04").body())
        .contains("Business plan")
        .doesNotContain("/authorizations\"");
    assertThat(begin(slug, "tool-04").statusCode()).isEqualTo(403);
    assertThat(ada.get("/w/" + slug + "/integrations/tool-04/setup/authorize").statusCode())
        .isEqualTo(403);
    assertThat(json(slug)).contains("\"kind\":\"unavailable\",\"label\":\"Business plan\"");
    assertThat(flows(slug)).isZero();
  }

  @Test
  void whatIsShutStandsLastInItsGroupAndIsFew() {
    var slug = workspace();
    var page = directory(slug, "");
    assertThat(page.split("Business plan|Not turned on here", -1)).hasSize(3);
    assertThat(page.indexOf(">Tool 01<")).isLessThan(page.indexOf(">Tool 03<"));
    assertThat(page).contains("More of these with another plan");
    assertThat(directory(slug, "?category=messaging").split("Business plan", -1)).hasSize(7);
  }

  @Test
  void thePlanThatTheHostAppSaysOpensTheGate() {
    var slug = workspace();
    say(slug, "{\"plan\": \"enterprise\", \"flags\": [\"new-crm\"]}", 200);
    var page = directory(slug, "?q=Tool");
    assertThat(page)
        .contains(">Tool 02<", ">Tool 03<", ">Tool 09<")
        .doesNotContain("class=\"reason\"");
    assertThat(card(page, "tool-04")).contains("Business plan", "Connect: Tool 04");
    assertThat(begin(slug, "tool-02").statusCode()).isEqualTo(303);
  }

  @Test
  void aPlanThatIsLostLeavesWhatIsInUseWorking() {
    var slug = "lost-" + UUID.randomUUID();
    var workspace = join(slug);
    say(slug, "{\"plan\": \"business\"}", 200);
    FullDirectory.connect(Database.asSuperuser(), workspace, ADA, List.of("tool-02", "tool-05"), 1);
    say(slug, "{\"plan\": \"free\"}", 200);
    var page = directory(slug, "");
    assertThat(card(page, "tool-02")).contains("Connected");
    assertThat(tab(page, "Connected")).isEqualTo(2);
    assertThat(tab(page, "All")).isEqualTo(counts(slug, "business"));
    assertThat(ada.get("/w/" + slug + "/integrations/tool-02/setup/notify").statusCode())
        .isEqualTo(200);
  }

  @Test
  void onlyWhatCanBeAPlanIsTaken() {
    var slug = workspace();
    say(slug, "{\"plan\": \"Business plan\"}", 400);
    say(slug, "{\"plan\": \"business\", \"flags\": \"all\"}", 400);
    say(slug, "[]", 400);
    say("never-" + UUID.randomUUID(), "{\"plan\": \"business\"}", 404);
  }

  @Test
  void aFormOfAConnectionIsAnsweredForEachAccount() {
    var slug = "each-" + UUID.randomUUID();
    var workspace = join(slug);
    FullDirectory.connect(Database.asSuperuser(), workspace, ADA, List.of("tool-01"), 2);
    Database.asSuperuser()
        .sql("delete from step_results where workspace_id = ?")
        .param(workspace.value())
        .update();
    assertThat(card(directory(slug, ""), "tool-01")).contains("Continue setup");
    var path = "/w/" + slug + "/integrations/tool-01/setup/notify";
    var second = ada.get(path);
    var first =
        ada.get(answer(second, path, "new_lead").headers().firstValue("Location").orElseThrow());
    assertThat(first.uri().toString()).contains("?connection=");
    assertThat(first.body()).contains("value=\"new_lead\" checked");
    assertThat(answer(first, path, "weekly_summary").headers().firstValue("Location"))
        .get()
        .asString()
        .endsWith("/setup/previews");
    assertThat(card(directory(slug, ""), "tool-01")).contains("Connected");
    assertThat(ada.get("/w/" + slug + "/integrations/tool-01").body())
        .containsSubsequence(
            "For Account 1", "The weekly summary is ready", "For Account 2", "A new lead arrives");
  }

  private static HttpResponse<String> answer(
      HttpResponse<String> page, String path, String choice) {
    var connection = Pattern.compile("name=\"connection\" value=\"([^\"]+)").matcher(page.body());
    assertThat(connection.find()).isTrue();
    return ada.submit(page, path, Map.of("connection", connection.group(1), "events", choice));
  }

  @Test
  void figuresEqualARecountAndAreShownFromTwentyUp() {
    var sql = Database.asSuperuser();
    FullDirectory.beside(sql, 26, "tool-07");
    FullDirectory.connect(sql, join("few-" + UUID.randomUUID()), ADA, List.of("tool-08"), 1);
    sql.sql(
            """
            update observations o set refused_as = 'login_expired', refused_code = 'gone', refused_since = now(), refused_at = now()
            from workspaces w where w.id = o.owner_id and w.slug = 'neighbour-3'
            """)
        .update();
    sql.sql(
            """
            update installs i set disabled_at = now(), disabled_by = i.created_by
            from workspaces w where w.id = i.workspace_id and w.slug = 'neighbour-4'
            """)
        .update();
    sql.sql(
            """
            insert into activity (workspace_id, at, integration, what)
            select id, now() - case slug when 'neighbour-5' then interval '9 days' else interval '40 days' end, 'tool-07', 'connection_failed'
            from workspaces where slug in ('neighbour-5', 'neighbour-6')
            """)
        .update();
    var figures = counted();
    // Other tests may have connected it too: they count as everybody does.
    var recount =
        sql.sql(
                """
                select count(*), count(*) filter (where healthy), count(*) filter (where healthy and neighbour)
                from (
                  select w.slug like 'neighbour-%' as neighbour,
                  not exists (select 1 from activity a where a.workspace_id = i.workspace_id and a.integration = 'tool-07'
                                    and a.what = 'connection_failed' and a.at > now() - interval '30 days')
                  and not exists (select 1 from connections c join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
                                    where c.install_id = i.id and o.refused_as is not null) as healthy
                  from installs i join workspaces w on w.id = i.workspace_id
                  where i.integration = 'tool-07' and disabled_at is null) as installed
                """)
            .query((row, n) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3)))
            .single();
    long installs = recount.get(0);
    long healthy = recount.get(1);
    assertThat(figures.of("tool-07")).contains(new Figures.Figure(installs, healthy));
    assertThat(recount.get(2)).as("of 25 neighbours").isEqualTo(23);
    assertThat(figures.of("tool-08")).as("fewer than twenty").isEmpty();
    assertThat(directory(workspace(), "?q=Tool+07"))
        .contains(
            "%d installs, healthy in %d%% of them this month"
                .formatted(installs, 100 * healthy / installs));
  }

  @Test
  void whatIsUsedMostStandsFirst() {
    var slug = "used-" + UUID.randomUUID();
    var workspace = join(slug);
    var sql = Database.asSuperuser();
    FullDirectory.connect(sql, workspace, ADA, List.of("tool-04", "tool-05", "tool-06"), 1);
    assertThat(directory(slug, "")).containsSubsequence(">Tool 04<", ">Tool 05<", ">Tool 06<");
    sql.sql(
            """
            insert into sync_runs (owner_id, connection_id, run, started_at, reported_at)
            select owner_id, id, n::text, now() - interval '20 minutes', now()
            from connections, generate_series(1, case integration when 'tool-06' then 5 else 2 end) as n
            where owner_id = ? and integration <> 'tool-04'
            """)
        .param(workspace.value())
        .update();
    counted();
    assertThat(directory(slug, "")).containsSubsequence(">Tool 06<", ">Tool 05<", ">Tool 04<");
    program.getBean(Figures.class).refresh();
    assertThat(
            sql.sql("select sum(uses) from install_use where workspace_id = ?")
                .param(workspace.value())
                .query(Long.class)
                .single())
        .as("counted once, however often one counts")
        .isEqualTo(7);
  }

  /** Counts, as if the last time had been an hour and a moment ago. */
  private static Figures counted() {
    var figures = program.getBean(Figures.class);
    Database.asSuperuser()
        .sql("update figures_counted set at = least(at, now() - interval '61 minutes')")
        .update();
    figures.refresh();
    return figures;
  }

  private static String workspace() {
    var slug = "gates-" + UUID.randomUUID();
    join(slug);
    return slug;
  }

  private static WorkspaceId join(String slug) {
    var workspace = Database.workspace(slug);
    Database.join(workspace, ADA, "Ada", "admin");
    return workspace;
  }

  private static String directory(String slug, String asked) {
    return ada.get("/w/" + slug + "/integrations" + asked).body();
  }

  /** The count beside "All". */
  private static int counts(String slug) {
    return tab(directory(slug, ""), "All");
  }

  private static int counts(String slug, String plan) {
    say(slug, "{\"plan\": \"" + plan + "\"}", 200);
    return counts(slug);
  }

  private static int tab(String page, String name) {
    var found = Pattern.compile(">" + name + " <b>(\\d+)</b>").matcher(page);
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  private static String card(String page, String slug) {
    int from = page.indexOf("id=\"card-" + slug + "\"");
    assertThat(from).as(page).isPositive();
    return page.substring(from, page.indexOf("</article>", from));
  }

  private static HttpResponse<String> begin(String workspace, String slug) {
    var path = "/w/" + workspace + "/integrations";
    return ada.submit(ada.get(path), path + "/" + slug + "/authorizations", Map.of());
  }

  private static long flows(String slug) {
    return Database.asSuperuser()
        .sql(
            "select count(*) from flows f join workspaces w on w.id = f.workspace_id where w.slug = ?")
        .param(slug)
        .query(Long.class)
        .single();
  }

  private static String json(String slug) {
    return new Browser(port)
        .get(
            "/api/v1/workspaces/" + slug + "/integrations?q=tool", "Authorization", "Bearer " + KEY)
        .body();
  }

  private static void say(String slug, String plan, int status) {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:" + port + "/api/v1/workspaces/" + slug + "/plan"))
                  .header("Authorization", "Bearer " + KEY)
                  .PUT(HttpRequest.BodyPublishers.ofString(plan))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
