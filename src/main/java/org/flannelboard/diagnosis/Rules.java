package org.flannelboard.diagnosis;

import java.util.List;
import java.util.function.Function;

/**
 * Every rule there is. A rule looks for causes of one kind and claims nothing but what its evidence
 * shows; which of several findings is the cause of which is decided when all have looked.
 *
 * <p>A rule concludes nothing from what could not be seen.
 */
final class Rules {

  static final List<Function<Case, List<Finding>>> ALL =
      List.of(
          PresenceRules::look,
          IdentityRules::look,
          DeviceRules::look,
          MismatchRules::look,
          LeaseRules::look,
          EntryRules::look,
          FilterRules::look,
          ForwardingRules::look,
          DockerRules::look,
          KernelRules::look,
          ConfigRules::look,
          FlanneldRules::look,
          TermRules::look);

  private Rules() {}
}
