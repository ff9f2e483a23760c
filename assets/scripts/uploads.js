// Sending files: choose, drop or photograph several, see them go, cancel, try again, take one out.
// What is on its way is kept by place outside of the component: it goes on when the page around it
// is drawn anew or left for another. What has arrived is the server's to say (`files`).
import { createElement as h, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";

const AT_ONCE = 2;
const TRIES = 3;
const RETRY_AFTER = 3000;

const NBSP = "\u00a0";
const WORDS = {
    lost: "La connexion a été interrompue. Votre fichier n’est pas perdu" + NBSP + ": réessayez.",
    unknown: "Ce fichier n’a pas pu être envoyé. Réessayez dans un instant.",
};

export const fileSize = (size) => {
    if (size >= 1048576)
        return (Math.round((size * 10) / 1048576) / 10).toString().replace(".", ",") + NBSP + "Mo";
    return Math.max(1, Math.round(size / 1024)) + NBSP + "ko";
};

const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
        byte.toString(16).padStart(2, "0"),
    ).join("");

// ------------------------------------------------------------------ what is on its way, by place

const places = new Map();

const placeOf = (name) => {
    if (!places.has(name)) places.set(name, { transfers: [], listeners: new Set() });
    return places.get(name);
};

const update = (place, change) => {
    const kept = placeOf(place);
    kept.transfers = change(kept.transfers);
    kept.listeners.forEach((listener) => listener());
};

const patch = (place, key, values) =>
    update(place, (all) => all.map((one) => (one.key === key ? { ...one, ...values } : one)));

const drop = (place, key) => update(place, (all) => all.filter((one) => one.key !== key));

const find = (place, key) => placeOf(place).transfers.find((one) => one.key === key);

const startNext = (place) => {
    const all = placeOf(place).transfers;
    const going = all.filter((one) => one.status === "sending" || one.status === "checking").length;
    all.filter((one) => one.status === "waiting")
        .slice(0, AT_ONCE - going)
        .forEach((one) => send(place, one));
};

const send = (place, transfer) => {
    const { key, file, endpoint } = transfer;
    const request = new XMLHttpRequest();
    patch(place, key, { status: "sending", progress: 0, sentence: "", request });
    const fail = (sentence, again) => {
        const tries = transfer.tries + 1;
        const status = again && tries < TRIES ? "pausing" : "failed";
        patch(place, key, { status, sentence, again, tries, request: null });
        if (status === "pausing") setTimeout(() => retry(place, key), RETRY_AFTER * tries);
        startNext(place);
    };
    request.upload.onprogress = (event) => {
        if (!event.lengthComputable) return;
        const progress = event.loaded / event.total;
        patch(place, key, { progress, status: progress < 1 ? "sending" : "checking" });
    };
    request.onerror = () => fail(WORDS.lost, true);
    request.onload = () => {
        let answer = {};
        try {
            answer = JSON.parse(request.responseText);
        } catch {
            // Not one of our answers: a server between us, or a page of errors.
        }
        if (request.status === 200 && answer.file) {
            patch(place, key, { status: "arrived", progress: 1, id: answer.file.id, request: null });
            startNext(place);
        } else fail(answer.error || WORDS.unknown, answer.retry ?? request.status >= 500);
    };
    request.open("PUT", endpoint);
    request.withCredentials = true;
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Place", place);
    const name = (file.name || "photo").slice(-200).replace(/[\uD800-\uDFFF]/gu, "");
    request.setRequestHeader("X-File-Name", encodeURIComponent(name));
    request.setRequestHeader("Idempotency-Key", key);
    request.send(file);
};

const add = (place, list, { endpoint, mostBytes, room, sentences }) => {
    const added = Array.from(list).map((file, index) => {
        const sentence =
            file.size === 0 ? sentences.empty
            : file.size > mostBytes ? sentences.too_large
            : index >= room ? sentences.place_full
            : "";
        const status = sentence ? "failed" : "waiting";
        const key = newKey();
        return { key, file, endpoint, name: file.name || "photo", size: file.size, status, sentence,
            progress: 0, tries: 0, again: false, request: null, id: "" };
    });
    update(place, (all) => [...all, ...added]);
    startNext(place);
};

const retry = (place, key) => {
    if (!["failed", "pausing"].includes(find(place, key)?.status)) return;
    patch(place, key, { status: "waiting", sentence: "" });
    startNext(place);
};

const cancel = (place, key) => {
    find(place, key)?.request?.abort();
    drop(place, key);
    startNext(place);
};

const useTransfers = (place) =>
    useSyncExternalStore(
        (listener) => {
            const { listeners } = placeOf(place);
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
        () => placeOf(place).transfers,
        () => placeOf(place).transfers,
    );

// -------------------------------------------------------------------------------------- the rows

const kindOf = (name) => (/\.pdf$/i.test(name) ? "pdf" : "image");
const labelOf = (name) => (/\.([a-z0-9]{2,4})$/i.exec(name)?.[1] ?? "…").toUpperCase();

const tile = (kind, label) =>
    h("span", { className: `file-kind file-kind-${kind}`, "aria-hidden": "true" }, label);

const textButton = (label, name, onClick, props = {}) =>
    h("button", { type: "button", className: "btn btn-quiet btn-small", onClick,
        "aria-label": `${label} ${name}`, ...props }, label);

const keptRow = (file, { place, onRemove, onPutBack }) => {
    if (file.removed)
        return h("li", { key: file.public_id, className: "file file-removed" },
            h("p", { className: "file-text" }, "«" + NBSP,
                h("span", { className: "file-name" }, file.name), NBSP + "» est retiré."),
            textButton("Annuler", `le retrait de ${file.name}`,
                () => onPutBack(place, file.public_id), { "data-file": file.public_id }));
    return h("li", { key: file.public_id, className: "file" },
        tile(file.kind, file.kind_label),
        h("div", { className: "file-text" },
            h("a", { href: file.href, target: "_blank", rel: "noopener", className: "file-name link" },
                file.name, h("span", { className: "sr-only" }, " (nouvelle fenêtre)")),
            h("p", { className: "file-about" }, file.size)),
        textButton("Retirer", file.name, () => onRemove(place, file.public_id),
            { "data-file": file.public_id }));
};

const aboutOf = ({ status, progress, size }) => {
    if (status === "waiting") return `${fileSize(size)}, en attente`;
    if (status === "pausing") return "L’envoi n’a pas abouti. Nouvel essai dans un instant…";
    if (status === "checking" || status === "arrived") return "Vérification…";
    return `${Math.round(progress * 100)}${NBSP}% de ${fileSize(size)}`;
};

const goingRow = (transfer, place) => {
    const { key, name, status, progress, sentence, again } = transfer;
    const hasFailed = status === "failed";
    return h("li", { key, className: `file${hasFailed ? " file-failed" : ""}` },
        tile(kindOf(name), labelOf(name)),
        h("div", { className: "file-text" },
            h("p", { className: "file-name" }, name),
            hasFailed
                ? h("p", { className: "error ic ic-danger" }, sentence)
                : h("p", { className: "file-about" }, aboutOf(transfer)),
            !hasFailed && status !== "pausing" && h("progress", { max: 100, value: Math.round(progress * 100),
                "aria-label": `Envoi de ${name}` })),
        h("div", { className: "file-acts" },
            hasFailed && again &&
                textButton("Réessayer", `l’envoi de ${name}`, () => retry(place, key)),
            hasFailed && textButton("Retirer", name, () => cancel(place, key)),
            !hasFailed && status !== "arrived" &&
                textButton("Annuler", `l’envoi de ${name}`, () => cancel(place, key))));
};

// ------------------------------------------------------------------------------------- the field

const useNews = (transfers) => {
    const told = useRef(new Map());
    const [news, setNews] = useState("");
    useEffect(() => {
        const said = [];
        for (const { key, name, status, sentence } of transfers) {
            if (told.current.get(key) === status) continue;
            told.current.set(key, status);
            if (status === "arrived") said.push(`${name} est ajouté.`);
            if (status === "failed") said.push(`${name}${NBSP}: ${sentence}`);
        }
        if (said.length) setNews(said.join(" "));
    }, [transfers]);
    return news;
};

const picker = ({ id, label, describedBy, onFiles, className, children, ...props }) =>
    h("label", { className, htmlFor: id },
        h("input", { id, type: "file", className: "sr-only", "aria-label": label,
            "aria-describedby": describedBy, ...props,
            onChange: (event) => {
                onFiles(event.target.files);
                event.target.value = "";  // the same file may be chosen again
            } }),
        children);

const drawing = (...paths) =>
    h("svg", { width: 24, height: 24, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor",
        strokeWidth: 1.9, strokeLinecap: "round", strokeLinejoin: "round", "aria-hidden": "true" },
    ...paths.map((d) => h("path", { key: d, d })));

const ARROW_UP = ["M12 3v12", "m17 8-5-5-5 5", "M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4"];
const CAMERA = [
    "M13.997 4a2 2 0 0 1 1.76 1.05l.486.9A2 2 0 0 0 18.003 7H20a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H4a2"
    + " 2 0 0 1-2-2V9a2 2 0 0 1 2-2h1.997a2 2 0 0 0 1.759-1.048l.489-.904A2 2 0 0 1 10.004 4z",
    "M15 13a3 3 0 1 1-6 0 3 3 0 0 1 6 0",
];

export const UploadField = ({
    place, files, endpoint, label, hint, accept, most, mostBytes, sentences, problem,
    onOpen, onChange, onCount, onRemove, onPutBack,
}) => {
    const id = useId();
    const transfers = useTransfers(place);
    const news = useNews(transfers);
    const [isOver, setIsOver] = useState(false);
    const list = useRef(null);
    const focusOn = useRef("");
    const kept = files ?? [];
    const isUnknown = files === undefined || files === null;

    useEffect(() => { if (place) onOpen(place); }, [place]);
    // The server forgot what it showed: it was started anew.
    const wasKnown = useRef(false);
    useEffect(() => {
        if (place && isUnknown && wasKnown.current) onChange(place);
        wasKnown.current = !isUnknown;
    }, [place, isUnknown]);

    const arrived = transfers.filter((one) => one.status === "arrived").length;
    useEffect(() => { if (arrived) onChange(place); }, [arrived]);
    useEffect(() => {
        for (const { key, id: arrivedId } of placeOf(place).transfers)
            if (arrivedId && kept.some((file) => file.public_id === arrivedId)) drop(place, key);
    }, [files, arrived]);

    const going = transfers.filter((one) => one.status !== "failed").length;
    useEffect(() => { if (place) onCount(place, Math.min(going, 100)); }, [place, going]);
    useEffect(() => {
        if (!going) return undefined;
        const ask = (event) => event.preventDefault();  // leaving would cut them
        window.addEventListener("beforeunload", ask);
        return () => window.removeEventListener("beforeunload", ask);
    }, [going]);

    // The button that was pressed is replaced by its contrary: the focus goes there.
    useEffect(() => {
        if (!focusOn.current) return;
        list.current?.querySelector(`[data-file="${focusOn.current}"]`)?.focus();
        focusOn.current = "";
    }, [files]);
    const turning = (act) => (where, fileId) => { focusOn.current = fileId; act(where, fileId); };

    const room = most - kept.filter((file) => !file.removed).length - going;
    const take = (chosen) => add(place, chosen, { endpoint, mostBytes, room, sentences });
    const dropping = {
        onDragOver: (event) => { event.preventDefault(); setIsOver(true); },
        onDragLeave: () => setIsOver(false),
        onDrop: (event) => {
            event.preventDefault();
            setIsOver(false);
            take(event.dataTransfer.files);
        },
    };
    const acts = { place, onRemove: turning(onRemove), onPutBack: turning(onPutBack) };
    return h("div", { className: "upload", role: "group", "aria-labelledby": `${id}l` },
        h("p", { className: "label", id: `${id}l` }, label),
        h("p", { className: "hint", id: `${id}h` }, hint),
        problem && h("p", { className: "error ic ic-danger", role: "alert" }, problem),
        (kept.length > 0 || transfers.length > 0) &&
            h("ul", { className: "files", ref: list },
                ...kept.map((file) => keptRow(file, acts)),
                ...transfers.filter((one) => !kept.some((file) => file.public_id === one.id))
                    .map((one) => goingRow(one, place))),
        room > 0
            ? h("div", { className: `upload-zone${isOver ? " upload-over" : ""}`, ...dropping },
                picker({ id: `${id}f`, label: "Choisir des fichiers", describedBy: `${id}h`, accept,
                    multiple: true, onFiles: take, className: "upload-choose",
                    children: [drawing(...ARROW_UP),
                        h("span", { key: "a", className: "upload-action" }, "Choisir des fichiers"),
                        h("span", { key: "b", className: "upload-or" }, "ou déposez-les ici")] }),
                picker({ id: `${id}c`, label: "Prendre une photo", describedBy: `${id}h`,
                    accept: "image/*", capture: "environment", onFiles: take,
                    className: "upload-camera btn btn-secondary",
                    children: [drawing(...CAMERA), h("span", { key: "a" }, "Prendre une photo")] }))
            : h("p", { className: "hint" }, sentences.place_full),
        h("p", { className: "sr-only", role: "status", "aria-live": "polite" }, news));
};
