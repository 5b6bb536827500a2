package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.TestSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FairReadersTest {
  private static final Tenant MANY = new Tenant("many", new TestSource());
  private static final Tenant ONE = new Tenant("one", new TestSource());

  private final FairReaders readers = new FairReaders(2, Duration.ofMillis(50));
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void close() {
    done.countDown();
    readers.close();
  }

  @Test
  void givesTheNextThreadToWhoHadTheLeast() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Semaphore go = new Semaphore(0);
    for (int i = 0; i < 50; i++) {
      readers.of(MANY).execute(() -> note(order, "many", go));
    }
    for (int i = 0; i < 3; i++) {
      readers.of(ONE).execute(() -> note(order, "one", go));
    }
    go.release(53);

    while (order.size() < 53) {
      Thread.sleep(5);
    }
    assertThat(order.subList(0, 12)).contains("one", "one", "one");
  }

  @Test
  void tenantWithoutAThreadGetsOneMoreWhereAllAreTakenForLong() throws Exception {
    AtomicInteger began = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      readers.of(MANY).execute(() -> await(began));
    }
    CountDownLatch read = new CountDownLatch(5);
    for (int i = 0; i < 5; i++) {
      readers.of(ONE).execute(read::countDown);
    }

    assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(began).as("the tenant that has all threads gets no more").hasValue(2);
  }

  @Test
  void startsNoMoreThanTwiceItsThreads() throws Exception {
    AtomicInteger began = new AtomicInteger();
    for (int i = 0; i < 20; i++) {
      Tenant each = new Tenant("tenant-" + i, new TestSource());
      readers.of(each).execute(() -> await(began));
    }
    while (began.get() < 4) {
      Thread.sleep(5);
    }
    Thread.sleep(300);

    assertThat(began).hasValue(4);
  }

  @Test
  void looksAfterATenantOnceHoweverMuchItHasWaiting() {
    List<Runnable> timers = new ArrayList<>();
    AtomicInteger began = new AtomicInteger();
    try (FairReaders watching = new FairReaders(1, timers::add)) {
      watching.of(MANY).execute(() -> await(began));
      for (int i = 0; i < 100; i++) {
        watching.of(ONE).execute(() -> await(began));
      }
      assertThat(timers).hasSize(1);

      Tenant third = new Tenant("third", new TestSource());
      watching.of(third).execute(() -> await(began));
      timers.removeFirst().run();
      assertThat(timers).as("the third has its own, and the one that got a thread none").hasSize(1);

      timers.removeFirst().run();
      assertThat(timers).as("which goes on while no thread is to be had").hasSize(1);
    }
  }

  @Test
  void readsNothingOnceItIsClosed() {
    readers.close();

    assertThatThrownBy(() -> readers.of(ONE).execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private static void note(List<String> order, String tenant, Semaphore go) {
    go.acquireUninterruptibly();
    order.add(tenant);
    try {
      Thread.sleep(10);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(AtomicInteger began) {
    began.incrementAndGet();
    try {
      done.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
