package ai.eigi.webhook;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import ai.eigi.webhook.ConversationEvent.Origin;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Events for {@code @EventListener} methods, in real contexts.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConversationApplicationEventsTests {

	private static final List<String> called = new CopyOnWriteArrayList<>();

	private final ConversationEvent event = new ConversationEvent(ConversationEventType.COMPLETED,
			FakeService.conversation("c1", "COMPLETED", EventsFixture.BEGIN, null), Origin.DELIVERY);

	@BeforeEach
	void clear() {
		called.clear();
	}

	@Test
	void aListenerThatThrowsKeepsTheEventFromNoOther(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(FirstListener.class,
				FailingListener.class, LastListener.class)) {
			new ConversationApplicationEvents(context).onConversationEvent(this.event);
		}
		assertThat(called).containsExactly("first", "failing", "error", "last");
		assertThat(output).contains(FailingListener.class.getName())
			.contains("conversation.completed")
			.contains("c1")
			.contains("checked fault")
			.contains("grave fault")
			.doesNotContain("private-notes");
	}

	@Test
	void springsOwnMulticasterWouldHaveStopped() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(FirstListener.class,
				FailingListener.class, LastListener.class)) {
			assertThat(catchThrowable(() -> context.publishEvent(this.event))).isNotNull();
		}
		assertThat(called).containsExactly("first", "failing");
	}

	@Test
	void listenersOfParentsAreToldOnce() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(FirstListener.class,
				FailingListener.class);
				AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
			child.setParent(parent);
			child.register(LastListener.class);
			child.refresh();
			new ConversationApplicationEvents(child).onConversationEvent(this.event);
		}
		assertThat(called).containsExactly("last", "first", "failing", "error");
	}

	@Test
	void asynchronousListenersRunElsewhere() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(AsyncListener.class,
				FailingListener.class, LastListener.class)) {
			new ConversationApplicationEvents(context).onConversationEvent(this.event);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> called.contains("async elsewhere"));
		}
		assertThat(called).contains("failing", "error", "last");
	}

	@Test
	void transactionalListenersWaitForTheTransaction() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				TransactionalListener.class)) {
			ConversationApplicationEvents events = new ConversationApplicationEvents(context);
			new TransactionTemplate(context.getBean(JdbcTransactionManager.class)).executeWithoutResult((status) -> {
				events.onConversationEvent(this.event);
				called.add("in the transaction");
			});
			assertThat(called).containsExactly("in the transaction", "after commit");
			events.onConversationEvent(this.event);
			assertThat(called).containsExactly("in the transaction", "after commit", "after commit");
		}
	}

	@Test
	void listenerBeansOfEveryKindAreTold() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(ListenerBeans.class)) {
			context.addApplicationListener((PayloadApplicationEvent<ConversationEvent> event) -> called.add("added"));
			new ConversationApplicationEvents(context).onConversationEvent(this.event);
			assertThat(called).containsExactlyInAnyOrder("lazy", "eager", "added");
		}
	}

	@Test
	void aMulticasterOfTheApplicationIsUsed() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(OwnMulticaster.class,
				FirstListener.class, FailingListener.class, LastListener.class)) {
			new ConversationApplicationEvents(context).onConversationEvent(this.event);
			assertThat(called).contains("first", "last", "handled");
		}
	}

	@Test
	void anErrorThatNothingMayGoOnAfterIsFoundInItsWrapping() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(DyingListener.class,
				LastListener.class)) {
			ConversationApplicationEvents events = new ConversationApplicationEvents(context);
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> events.onConversationEvent(this.event));
		}
		assertThat(called).isEmpty();
	}

	@Test
	void theEventsOfThePublisherReachThem() {
		EventsFixture fixture = new EventsFixture();
		fixture.service.put("c1", "COMPLETED");
		AtomicInteger after = new AtomicInteger();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(FailingListener.class,
				LastListener.class)) {
			fixture
				.start(fixture.builder()
					.listeners(new ConversationApplicationEvents(context), (event) -> after.incrementAndGet()))
				.offer(EventsFixture.completed("c1"));
		}
		assertThat(called).containsExactly("failing", "error", "last");
		assertThat(after).hasValue(1);
	}

	@Configuration(proxyBeanMethods = false)
	static class FirstListener {

		@EventListener
		@Order(1)
		void on(ConversationEvent event) {
			called.add("first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingListener {

		@EventListener
		@Order(2)
		void on(ConversationEvent event) throws IOException {
			called.add("failing");
			throw new IOException("checked fault");
		}

		@EventListener
		@Order(3)
		void onToo(ConversationEvent event) {
			called.add("error");
			throw new AssertionError("grave fault");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DyingListener {

		@EventListener
		@Order(2)
		void on(ConversationEvent event) {
			throw new OutOfMemoryError("heap");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LastListener {

		@EventListener
		@Order(4)
		void on(ConversationEvent event) {
			called.add("last");
		}

	}

	@EnableAsync
	@Configuration(proxyBeanMethods = false)
	static class AsyncListener {

		@Bean
		Asynchronous asynchronous() {
			return new Asynchronous(Thread.currentThread());
		}

	}

	static class Asynchronous {

		private final Thread caller;

		Asynchronous(Thread caller) {
			this.caller = caller;
		}

		@Async
		@EventListener
		public void on(ConversationEvent event) {
			called.add((Thread.currentThread() != this.caller) ? "async elsewhere" : "async here");
		}

	}

	@EnableTransactionManagement
	@Configuration(proxyBeanMethods = false)
	static class TransactionalListener {

		@Bean
		JdbcTransactionManager transactionManager() {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setUrl("jdbc:h2:mem:transactional");
			return new JdbcTransactionManager(dataSource);
		}

		@TransactionalEventListener(fallbackExecution = true)
		void on(ConversationEvent event) {
			called.add("after commit");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerBeans {

		@Bean
		@Lazy
		Listener lazyListener() {
			return new Listener("lazy");
		}

		@Bean
		Listener eagerListener() {
			return new Listener("eager");
		}

	}

	record Listener(String name) implements ApplicationListener<PayloadApplicationEvent<ConversationEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<ConversationEvent> event) {
			called.add(this.name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMulticaster {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setErrorHandler((ex) -> called.add("handled"));
			return multicaster;
		}

	}

}
