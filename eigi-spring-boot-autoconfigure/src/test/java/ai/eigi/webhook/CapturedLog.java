package ai.eigi.webhook;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Every line of the log, with the loggers of this project at TRACE and all others as an
 * application has them.
 */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final List<String> SERVERS = List.of("org.apache.coyote.", "reactor.netty.http.server.");

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger project = (Logger) LoggerFactory.getLogger("ai.eigi");

	private final Level rootLevel = this.root.getLevel();

	private final Level projectLevel = this.project.getLevel();

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	/**
	 * Starts to listen. Has to come after an application's start, which resets the log.
	 */
	CapturedLog() {
		start();
		this.root.setLevel(Level.INFO);
		this.project.setLevel(Level.TRACE);
		this.root.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.events.add(event);
	}

	/**
	 * All lines with their stack traces, but for what a server says of a request that it
	 * cannot parse: such a request reaches nobody else.
	 */
	List<String> lines() {
		return this.events.stream()
			.filter((event) -> SERVERS.stream().noneMatch(event.getLoggerName()::startsWith))
			.map((event) -> event.getFormattedMessage() + ((event.getThrowableProxy() != null)
					? ThrowableProxyUtil.asString(event.getThrowableProxy()) : ""))
			.toList();
	}

	List<String> lines(Class<?> source, Level level) {
		return this.events.stream()
			.filter((event) -> event.getLoggerName().equals(source.getName()) && event.getLevel() == level)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	List<String> errors() {
		return this.events.stream()
			.filter((event) -> event.getLevel() == Level.ERROR)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Override
	public void close() {
		this.root.detachAppender(this);
		this.root.setLevel(this.rootLevel);
		this.project.setLevel(this.projectLevel);
	}

}
