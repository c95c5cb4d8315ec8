// The page: one phone-view per phone, in the practice's order.

import "./chat-bubble.js";
import "./chat-composer.js";
import "./phone-view.js";
import "./clock-bar.js";
import "./due-list.js";
import "./call-drawer.js";
import { connect } from "./events.js";
import { known, store } from "./state.js";

const desk = document.querySelector(".phones");

// A half-written line survives: a phone that is there already is drawn anew, not built anew.
function showPhones() {
  for (const view of desk.querySelectorAll("phone-view")) if (!known.phones.has(Number(view.dataset.userId))) view.remove();
  for (const phone of known.phones.values()) {
    const view = desk.querySelector(`phone-view[data-user-id="${phone.user_id}"]`);
    if (view) view.drawAll();
    else desk.append(viewOf(phone));
  }
}

function viewOf(phone) {
  const view = document.createElement("phone-view");
  view.build(phone);
  return view;
}

store.addEventListener("state", showPhones);
connect();
