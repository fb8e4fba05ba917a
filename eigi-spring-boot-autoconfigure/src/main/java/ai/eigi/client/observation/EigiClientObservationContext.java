package ai.eigi.client.observation;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * What is known of one operation while it is observed, for conventions, predicates,
 * filters and handlers of the application. The carrier holds the headers that propagate a
 * trace; they are sent with every attempt. There is no key, number, text or id in it.
 *
 * @since 0.1.0
 */
public class EigiClientObservationContext extends SenderContext<HttpHeaders> {

	private final String operation;

	private final String account;

	private final boolean streamed;

	private volatile EigiClientOutcome outcome = EigiClientOutcome.UNKNOWN;

	private volatile int status;

	private volatile int attempts;

	private volatile long sentAt;

	// written by the reader's thread alone, one text after the other

	private final AtomicLong firstText = new AtomicLong(-1);

	private final AtomicLong texts = new AtomicLong();

	private final AtomicLong characters = new AtomicLong();

	/**
	 * Create a context.
	 * @param operation name of the operation, as its method is called
	 * @param account name of the account
	 * @param streamed whether the answer is read as it arrives
	 */
	public EigiClientObservationContext(String operation, String account, boolean streamed) {
		super((headers, name, value) -> {
			if (headers != null) {
				headers.set(name, value);
			}
		}, Kind.CLIENT);
		this.operation = operation;
		this.account = account;
		this.streamed = streamed;
		setCarrier(new HttpHeaders());
		setRemoteServiceName("eigi");
	}

	/**
	 * Name of the operation, as its method is called.
	 * @return the name
	 */
	public String getOperation() {
		return this.operation;
	}

	/**
	 * Name of the account.
	 * @return the name
	 */
	public String getAccount() {
		return this.account;
	}

	/**
	 * Whether the answer is read as it arrives.
	 * @return whether it is a stream
	 */
	public boolean isStreamed() {
		return this.streamed;
	}

	/**
	 * How it ended.
	 * @return the outcome, {@link EigiClientOutcome#UNKNOWN} until then
	 */
	public EigiClientOutcome getOutcome() {
		return this.outcome;
	}

	/**
	 * HTTP status of the last attempt.
	 * @return the status, or {@code null} if it had no answer
	 */
	public @Nullable Integer getStatus() {
		int status = this.status;
		return (status != 0) ? status : null;
	}

	/**
	 * Attempts so far.
	 * @return the number
	 */
	public int getAttempts() {
		return this.attempts;
	}

	/**
	 * Time from the request's leaving to its first text.
	 * @return the time, or {@code null} if there was no text
	 */
	public @Nullable Duration getTimeToFirstText() {
		long nanos = this.firstText.get();
		return (nanos >= 0) ? Duration.ofNanos(nanos) : null;
	}

	/**
	 * Pieces of text that were delivered.
	 * @return the number
	 */
	public long getTexts() {
		return this.texts.get();
	}

	/**
	 * Characters of text that were delivered.
	 * @return the number of UTF-16 code units
	 */
	public long getCharacters() {
		return this.characters.get();
	}

	void attemptBegun(int number) {
		this.attempts = number;
		this.status = 0;
	}

	void sent() {
		this.sentAt = System.nanoTime();
	}

	void answered(int status) {
		this.status = status;
	}

	/**
	 * Count a text.
	 * @return whether it is the first
	 */
	boolean text(int length) {
		long before = this.texts.getPlain();
		if (before == 0) {
			this.firstText.set(System.nanoTime() - this.sentAt);
		}
		this.texts.setRelease(before + 1);
		this.characters.setRelease(this.characters.getPlain() + length);
		return before == 0;
	}

	void ended(EigiClientOutcome outcome) {
		this.outcome = outcome;
	}

}
