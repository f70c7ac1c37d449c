package io.patchbay.operator;

import io.patchbay.members.Members;
import io.patchbay.members.NotFound;
import io.patchbay.members.Person;
import io.patchbay.members.SignedIn;
import io.patchbay.shell.Words;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** For operators alone; to everybody else there are no such pages. */
@Component
class Operators {
  private final Members members;

  Operators(Members members) {
    this.members = members;
  }

  /**
   * @throws NotFound for whoever is none
   */
  Person require(SignedIn who) {
    return members.person(who).filter(Person::operator).orElseThrow(NotFound::new);
  }

  /** One of the operator's pages, in the order of their tabs. */
  enum Tab {
    APPS("/operator", "operator.apps"),
    FAILING("/operator/failing", "operator.failing"),
    USAGE("/operator/usage", "operator.usage"),
    SUPPORT("/operator/support", "operator.support"),
    DELIVERIES("/operator/deliveries", "deliveries.log"),
    CATALOG("/operator/catalog", "operator.catalog"),
    EMERGENCY("/operator/emergency", "operator.emergency");

    private final String path;
    private final String key;

    Tab(String path, String key) {
      this.path = path;
      this.key = key;
    }
  }

  static List<OperatorTab> tabs(Words words, Tab now) {
    return Arrays.stream(Tab.values())
        .map(it -> new OperatorTab(words.of(it.key), it.path, it == now))
        .toList();
  }
}
