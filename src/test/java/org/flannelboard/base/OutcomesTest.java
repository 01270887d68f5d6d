package org.flannelboard.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Secrets, deadlines, cancelling, and the two ways of not having a value. */
class OutcomesTest {

  private record Broken(String what) implements Failure {
    @Override
    public String code() {
      return "broken";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("what", what);
    }
  }

  @Test
  void aSecretNeverPrints() {
    Secret secret = Secret.of("correct horse");
    assertThat(secret).hasToString("•••").isNotEqualTo(Secret.of("correct horse"));
    assertThat("%s".formatted(List.of(secret))).doesNotContain("horse");
  }

  @Test
  void aSecretIsACopyAndCanBeWiped() {
    char[] given = "horse".toCharArray();
    Secret secret = Secret.of(given);
    given[0] = 'x';
    char[] revealed = secret.reveal();
    assertThat(revealed).containsExactly('h', 'o', 'r', 's', 'e');
    revealed[0] = 'y';
    assertThat(secret.revealText()).isEqualTo("horse");
    secret.close();
    assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(secret::revealText).hasMessageNotContaining("horse");
  }

  @Test
  void aDeadlineRunsDownToZeroAndNoFurther() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500); // the origin means nothing
    Deadline deadline = Deadline.after(Duration.ofMillis(3), now::get);
    assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(3));
    now.addAndGet(2_999_999);
    assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(1));
    assertThat(deadline.remainingMillis()).as("rounded up while it lives").isEqualTo(1);
    assertThat(deadline.expired()).isFalse();
    now.addAndGet(1);
    assertThat(deadline.expired()).isTrue();
    now.addAndGet(1_000_000);
    assertThat(deadline.remaining()).isZero();
    assertThat(deadline.remainingMillis()).isZero();
  }

  @Test
  void theEarlierOfTwoDeadlinesCounts() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500);
    Deadline deadline = Deadline.after(Duration.ofSeconds(10), now::get);
    assertThat(deadline.atMost(Duration.ofSeconds(3)).remaining()).isEqualTo(Duration.ofSeconds(3));
    now.addAndGet(Duration.ofSeconds(8).toNanos());
    assertThat(deadline.atMost(Duration.ofSeconds(3)).remaining()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void cancellingHappensOnce() {
    CancelToken token = new CancelToken();
    List<String> done = new ArrayList<>();
    token.onCancel(() -> done.add("early"));
    assertThat(token.isCancelled()).isFalse();
    token.cancel();
    token.cancel();
    token.onCancel(() -> done.add("late"));
    assertThat(token.isCancelled()).isTrue();
    assertThat(done).containsExactly("early", "late");
  }

  @Test
  void whatIsUnknownStaysUnknownForTheSameReason() {
    assertThat(Known.of(20).map(n -> n + 1)).isEqualTo(Known.of(21));
    assertThat(Known.<Integer>unknown("no ss").map(n -> n + 1)).isEqualTo(Known.unknown("no ss"));
    assertThat(Known.<Integer>notChecked().map(n -> n + 1)).isEqualTo(Known.notChecked());
    assertThat(Known.of(20).toOptional()).contains(20);
    assertThat(Known.unknown("no ss").toOptional()).isEmpty();
    assertThat(Known.notChecked().toOptional()).isEmpty();
  }

  @Test
  void aValueGoesOnAndAFailureStays() {
    Result<Integer, Broken> ok = Result.ok(20);
    Result<Integer, Broken> err = Result.err(new Broken("it"));
    List<Integer> handed = new ArrayList<>();
    assertThat(ok.ifOk(handed::add).map(n -> n + 1)).isEqualTo(Result.ok(21));
    assertThat(err.ifOk(handed::add).map(n -> n + 1)).isEqualTo(Result.err(new Broken("it")));
    assertThat(handed).containsExactly(20);
    assertThat(ok.<Integer>flatMap(_ -> err)).isEqualTo(err);
    assertThat(err.<Integer>flatMap(_ -> ok)).isEqualTo(err);
    assertThat(err.mapFailure(f -> new Broken(f.what() + " all")).toFailure())
        .contains(new Broken("it all"));
    assertThat(ok.toFailure()).isEmpty();
    assertThat(err.toOptional()).isEmpty();
    assertThat(ok.orElseThrow()).isEqualTo(20);
    assertThatThrownBy(err::orElseThrow)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken {what=it}");
  }
}
