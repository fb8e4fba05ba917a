const byId = (id) => document.getElementById(id);

/**
 * Hands out the data of server-sent events. An EventSource would not do: it cannot POST,
 * and when a stream ends it connects again, which asks the agent once more.
 */
async function* eventsOf(response) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = "";
	for (let read = await reader.read(); !read.done; read = await reader.read()) {
		const lines = (rest + read.value).split("\n");
		rest = lines.pop();
		for (const line of lines.filter((line) => line.startsWith("data:"))) {
			yield JSON.parse(line.slice("data:".length));
		}
	}
}

async function ask(message) {
	const leaving = new AbortController();
	// a page that is kept for the back button keeps its connections too, for a minute
	addEventListener("pagehide", () => leaving.abort(), { once: true });
	const response = await fetch("chat/events", {
		method: "POST",
		signal: leaving.signal,
		headers: { "Content-Type": "application/json", "Accept": "text/event-stream" },
		body: JSON.stringify({ message })
	});
	if (!response.ok) {
		throw new Error(`The application answered ${response.status}.`);
	}
	for await (const event of eventsOf(response)) {
		if (event.type === "TEXT") {
			byId("answer").append(event.text);
		}
		else if (event.type === "FAILED") {
			throw new Error(event.text);
		}
		else if (event.type === "DONE") {
			return;
		}
	}
	throw new Error("The answer broke off.");
}

byId("form").addEventListener("submit", async (submit) => {
	submit.preventDefault();
	byId("answer").replaceChildren();
	byId("status").textContent = "Answering…";
	try {
		await ask(byId("message").value);
		byId("status").textContent = "Done";
	}
	catch (error) {
		byId("status").textContent = error.message;
	}
});
