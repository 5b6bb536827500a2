package dev.plimsoll.operator.informer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FollowingTest {
  private final List<String> known = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch going = new CountDownLatch(1);
  private final CountDownLatch on = new CountDownLatch(1);

  /// An informer that is stopped may still be telling of an object.
  @Test
  void whatIsForgottenOnceItIsStoppedStaysForgotten() throws InterruptedException {
    Following.Gate<String> gate = new Following.Gate<>(slow());
    Thread event = Thread.ofVirtual().start(() -> gate.onAdd("under way"));
    assertThat(going.await(10, TimeUnit.SECONDS)).isTrue();
    Thread stop =
        Thread.ofVirtual()
            .start(
                () -> {
                  gate.shut();
                  known.clear();
                });
    Thread.sleep(200);
    on.countDown();
    event.join();
    stop.join();

    gate.onAdd("late");
    gate.onUpdate("late", "later");

    assertThat(known).isEmpty();
  }

  private ResourceEventHandler<String> slow() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(String object) {
        going.countDown();
        try {
          on.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        known.add(object);
      }

      @Override
      public void onUpdate(String former, String object) {
        known.add(object);
      }

      @Override
      public void onDelete(String object, boolean finalStateUnknown) {
        known.remove(object);
      }
    };
  }
}
