package io.patchbay.catalog.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entry as its folder holds it, before it is bound to anything.
 *
 * @param folder the folder's name
 * @param categories the closed list of category ids
 * @param taken where slugs that were read before stand
 * @param logo the bytes of {@code logo.svg}, or null where there is none
 */
public record Entry(
    String folder,
    JsonNode document,
    Set<String> categories,
    Map<String, String> taken,
    byte @Nullable [] logo) {

  Place root() {
    return new Place("", document);
  }

  Place at(String name) {
    return root().child(name);
  }

  boolean comingSoon() {
    return at("availability").text().equals("coming_soon");
  }

  /** Everything that stands at a path, in which {@code *} is any property or any item. */
  List<Place> find(String path) {
    var places = List.of(root());
    for (var part : Arrays.asList(path.substring(1).split("/"))) {
      places = places.stream().flatMap(place -> step(place, part)).toList();
    }
    return places;
  }

  List<Place> find(List<String> paths) {
    return paths.stream().flatMap(path -> find(path).stream()).toList();
  }

  private static Stream<Place> step(Place place, String part) {
    if (!part.equals("*")) {
      return Stream.of(place.child(part)).filter(child -> !child.node().isMissingNode());
    }
    var children = new ArrayList<Place>();
    if (place.node().isArray()) {
      for (int i = 0; i < place.node().size(); i++) {
        children.add(new Place(place.pointer() + "/" + i, place.node().get(i)));
      }
    } else {
      place.node().propertyNames().forEach(name -> children.add(place.child(name)));
    }
    return children.stream();
  }
}
